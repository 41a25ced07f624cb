package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// One pass for all literals finds what a search for each of them finds.
final class LiteralSetTest {

  /// Of few different characters, so that literals overlap, repeat and begin alike.
  @RepeatedTest(60)
  void findsWhatSearchingForEachFinds(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    int shortest = 4 + random.nextInt(6);
    List<byte[]> literals = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(40); i++) {
      literals.add(text(random, shortest + random.nextInt(8)));
    }
    byte[] bytes = text(random, 3000 + random.nextInt(64));
    ByteRange range = new ByteRange(random.nextInt(20), bytes.length - random.nextInt(20));
    assertEquals(searched(literals, bytes, range), scanned(literals, bytes, range), "scan");
    assertEquals(searched(literals, bytes, range), sieved(literals, bytes, range), "sieve");
  }

  @Test
  void refusesLiteralsThatAreTooShort() {
    List<byte[]> literals = List.of(new byte[3]);
    assertThrows(IllegalArgumentException.class, () -> new LiteralSet(literals));
  }

  private static byte[] text(Random random, int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) "abk8{_\0".charAt(random.nextInt(7));
    }
    return text;
  }

  private static List<String> searched(List<byte[]> literals, byte[] bytes, ByteRange range) {
    String text = new String(bytes, ISO_8859_1);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < literals.size(); i++) {
      String literal = new String(literals.get(i), ISO_8859_1);
      for (int at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
        if (at >= range.start() && at < range.end()) {
          found.add(i + "@" + at);
        }
      }
    }
    return sorted(found);
  }

  private static List<String> scanned(List<byte[]> literals, byte[] bytes, ByteRange range) {
    List<String> found = new ArrayList<>();
    new LiteralSet(literals)
        .scan(of(bytes), range, bytes.length, (number, at) -> found.add(number + "@" + at));
    return sorted(found);
  }

  private static List<String> sieved(List<byte[]> literals, byte[] bytes, ByteRange range) {
    List<String> found = new ArrayList<>();
    Sieve.pass(
        of(bytes),
        range,
        new LiteralSet(literals),
        new SievedPlaces() {
          @Override
          public void literal(int number, long at) {
            found.add(number + "@" + at);
          }
        });
    return sorted(found);
  }

  private static SnapshotBytes of(byte[] bytes) {
    return new SnapshotBytes("bytes", MemorySegment.ofArray(bytes));
  }

  private static List<String> sorted(List<String> found) {
    return found.stream().sorted().collect(Collectors.toList());
  }
}
