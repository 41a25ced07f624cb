package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever something begins with passes, at every alignment and at both ends of a range.
final class SieveTest {
  private static final int LENGTH = 200;

  @ParameterizedTest
  @ValueSource(strings = {"k8s\0\n", "{\"", "{\n", "{ ", "{\t", "\u00d9\u00d9\u00f7"})
  void objectsPassAtEveryPlace(String beginning) {
    byte[] head = beginning.getBytes(ISO_8859_1);
    for (int place = 0; place <= LENGTH - head.length; place++) {
      byte[] bytes = noise();
      System.arraycopy(head, 0, bytes, place, head.length);
      int at = place;
      assertTrue(pass(bytes, 0, LENGTH).objects.contains((long) place), () -> "at " + at);
      assertEquals(at >= 50 && at < 151, passes(bytes, 50, 151, at), () -> "in part, at " + at);
    }
  }

  private static boolean passes(byte[] bytes, int from, int to, long place) {
    return pass(bytes, from, to).objects.contains(place);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 13})
  void recordsPassAtEveryPlace(int start) {
    for (int place = start; place <= LENGTH - 20; place++) {
      byte[] bytes = noise();
      bytes[place] = 0;
      bytes[place + 8] = '_';
      int at = place;
      assertTrue(pass(bytes, start, LENGTH).records.contains((long) place), () -> "at " + at);
    }
  }

  /// Frames begin at multiples of eight bytes.
  @ParameterizedTest
  @ValueSource(ints = {0, 8, 16})
  void entriesPassAtEveryMultipleOfEight(int start) {
    for (int place = start; place <= LENGTH - 24; place += 8) {
      byte[] bytes = noise();
      bytes[place + 8] = 8;
      bytes[place + 9] = 2;
      bytes[place + 10] = 0x10;
      int at = place;
      assertTrue(pass(bytes, start, LENGTH).entries.contains((long) place), () -> "at " + at);
    }
  }

  private static SievedPlaces pass(byte[] bytes, int from, int to) {
    SievedPlaces places = new SievedPlaces();
    Sieve.pass(
        new SnapshotBytes("bytes", MemorySegment.ofArray(bytes)),
        new ByteRange(from, to),
        new LiteralSet(List.of("no such text".getBytes(ISO_8859_1))),
        places);
    return places;
  }

  private static byte[] noise() {
    byte[] bytes = new byte[LENGTH];
    new Random(3).nextBytes(bytes);
    return bytes;
  }
}
