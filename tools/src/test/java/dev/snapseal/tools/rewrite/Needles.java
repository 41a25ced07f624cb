package dev.snapseal.tools.rewrite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Byte sequences of eight bytes or more to look for in a file, all in one pass.
final class Needles {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Map<Long, List<byte[]>> byHead = new HashMap<>();
  private int count;

  void add(byte[] needle) {
    long head = (long) LONGS.get(needle, 0);
    byHead.computeIfAbsent(head, h -> new ArrayList<>()).add(needle.clone());
    count++;
  }

  int count() {
    return count;
  }

  /// The first that a file holds, with its place.
  Optional<String> firstIn(byte[] file) {
    for (int i = 0; i + Long.BYTES <= file.length; i++) {
      for (byte[] needle : byHead.getOrDefault((long) LONGS.get(file, i), List.of())) {
        int end = i + needle.length;
        if (end <= file.length && Arrays.equals(file, i, end, needle, 0, needle.length)) {
          return Optional.of(Arrays.toString(needle) + " at " + i);
        }
      }
    }
    return Optional.empty();
  }
}
