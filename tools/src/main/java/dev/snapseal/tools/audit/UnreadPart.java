package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.CorruptSnapshotException;
import java.util.OptionalLong;

/// A page that could not be followed, or a bucket whose name another has: what lies there and below
/// was searched like free space.
///
/// @param path input it is in
/// @param page absent where a reference leads out of the file
/// @param offset bytes from the start of the file, absent likewise
/// @param rule stable name, as `check` has it
/// @param message what was found
public record UnreadPart(
    String path, OptionalLong page, OptionalLong offset, String rule, String message) {
  static UnreadPart of(CorruptSnapshotException fault) {
    return new UnreadPart(
        fault.file(), fault.pageId(), fault.offset(), fault.rule().id(), fault.found());
  }
}
