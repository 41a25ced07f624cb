package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.wal.ByteAccount;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells whether a raft snapshot, a file `.snap`, may hold values. Of etcd 3 it has only members
/// and versions, in the v2 store; if the v2 API was used, its users' data.
final class RaftSnapshotFile {
  /// Members and versions are some kilobytes.
  private static final long LONGEST = 16L << 20;

  /// How the path of a user's key begins in the v2 store's JSON.
  private static final byte[] USER_PATH = "\"/1/".getBytes(US_ASCII);

  private RaftSnapshotFile() {}

  /// Also if it cannot be read, or is damaged.
  static boolean mayHoldValues(Path file) {
    try {
      if (Files.size(file) > LONGEST) {
        return true;
      }
      SnapshotBytes bytes =
          new SnapshotBytes(file.toString(), MemorySegment.ofArray(Files.readAllBytes(file)));
      boolean isEmpty = bytes.isZero(0, bytes.length());
      return !isEmpty && !(ByteAccount.isWholeSnapshot(bytes) && !holdsUsersData(bytes));
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean holdsUsersData(SnapshotBytes bytes) {
    for (long at = 0; at <= bytes.length() - USER_PATH.length; at++) {
      if (bytes.matches(at, USER_PATH.length, USER_PATH)) {
        return true;
      }
    }
    return false;
  }
}
