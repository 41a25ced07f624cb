package dev.snapseal.tools.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.bootstrap.BootstrapRecord;
import dev.snapseal.tools.state.LiveRecords;
import java.lang.foreign.MemorySegment;

/// Whether a store is that of k3s or RKE2, which keep their certificates and keys in it, under the
/// server token.
final class BootstrapSign {
  private static final MemorySegment PREFIX =
      MemorySegment.ofArray(BootstrapRecord.KEY_PREFIX.getBytes(UTF_8));

  private BootstrapSign() {}

  static boolean isIn(LiveRecords live) {
    return live.stream().anyMatch(record -> startsWithPrefix(record.key()));
  }

  private static boolean startsWithPrefix(MemorySegment key) {
    long length = PREFIX.byteSize();
    return key.byteSize() >= length
        && MemorySegment.mismatch(key, 0, length, PREFIX, 0, length) < 0;
  }
}
