package dev.snapseal.snapshot;

import java.io.IOException;
import java.util.OptionalLong;

/// The file breaks a rule of its format: which file, where, which rule, and what was found there.
///
/// The message never holds bytes of keys or values.
public final class CorruptSnapshotException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final long NOWHERE = -1;

  private final String file;
  private final long pageId;
  private final long offset;
  private final StructureRule rule;
  private final String found;

  /// A fault on page `pageId`, at byte `offset` of the file.
  public CorruptSnapshotException(
      String file, long pageId, long offset, StructureRule rule, String found) {
    super(
        "[" + file + "] page " + pageId + " (offset 0x" + Long.toHexString(offset) + "): " + found);
    this.file = file;
    this.pageId = pageId;
    this.offset = offset;
    this.rule = rule;
    this.found = found;
  }

  /// A fault of the file as a whole.
  public CorruptSnapshotException(String file, StructureRule rule, String found) {
    super("[" + file + "] " + found);
    this.file = file;
    this.pageId = NOWHERE;
    this.offset = NOWHERE;
    this.rule = rule;
    this.found = found;
  }

  public String file() {
    return file;
  }

  /// Number of the page, absent where the whole file is meant.
  public OptionalLong pageId() {
    return pageId == NOWHERE ? OptionalLong.empty() : OptionalLong.of(pageId);
  }

  /// Bytes from the start of the file, absent where the whole file is meant.
  public OptionalLong offset() {
    return offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  public StructureRule rule() {
    return rule;
  }

  /// What was found, without file and place.
  public String found() {
    return found;
  }
}
