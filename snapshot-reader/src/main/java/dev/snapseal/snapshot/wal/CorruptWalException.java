package dev.snapseal.snapshot.wal;

import java.io.IOException;

/// A segment breaks a rule of the write-ahead log: which file, where, which rule, and what was
/// found there.
///
/// The message never holds bytes of data.
public final class CorruptWalException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final WalRule rule;

  CorruptWalException(String file, long offset, WalRule rule, String found) {
    super("[" + file + "] record at offset 0x" + Long.toHexString(offset) + ": " + found);
    this.file = file;
    this.offset = offset;
    this.rule = rule;
  }

  /// The segment.
  public String file() {
    return file;
  }

  /// Offset of the record's frame in the segment.
  public long offset() {
    return offset;
  }

  public WalRule rule() {
    return rule;
  }
}
