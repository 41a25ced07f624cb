package dev.snapseal.tools.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// The texts that a user searches for, each known by its line only: they may be secrets themselves.
/// Remembers which were found, so belongs to one sweep. Safe for use by several threads.
public final class Canaries {
  /// No texts.
  public static final Canaries NONE = new Canaries(List.of(), List.of());

  /// More would not fit the nearest caches.
  private static final int MOST = 100_000;

  private static final int LONGEST = 4096;

  /// What is remembered of a canary: bits.
  private static final int READABLE = 1;

  private static final int ENCRYPTED = 2;

  /// A canary, and whether it was found.
  ///
  /// @param line of the user's file, from 1
  /// @param lengthBytes of the text
  /// @param isReadable whether it stands somewhere in the clear, or encoded
  /// @param isEncrypted whether it is inside a value that the user's own keys open
  public record Outcome(int line, int lengthBytes, boolean isReadable, boolean isEncrypted) {
    /// Whether it was found at all.
    public boolean isFound() {
      return isReadable || isEncrypted;
    }
  }

  private final List<byte[]> texts;
  private final List<Integer> lines;
  private final AtomicIntegerArray seen;

  private Canaries(List<byte[]> texts, List<Integer> lines) {
    this.texts = List.copyOf(texts);
    this.lines = List.copyOf(lines);
    this.seen = new AtomicIntegerArray(texts.size());
  }

  /// Reads one text a line, any bytes but line ends; empty lines are passed over.
  ///
  /// @throws IOException if the file cannot be read, or a line is too short or too long
  public static Canaries read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    List<byte[]> texts = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    int line = 1;
    int start = 0;
    for (int i = 0; i <= content.length; i++) {
      if (i < content.length && content[i] != '\n') {
        continue;
      }
      int end = i > start && content[i - 1] == '\r' ? i - 1 : i;
      if (end > start) {
        check(file, line, end - start, texts.size());
        texts.add(java.util.Arrays.copyOfRange(content, start, end));
        lines.add(line);
      }
      line++;
      start = i + 1;
    }
    return new Canaries(texts, lines);
  }

  private static void check(Path file, int line, int length, int known) throws IOException {
    if (length < LiteralSet.SHORTEST || length > LONGEST) {
      throw new IOException(
          "[%s] line %d has %d bytes, a canary has %d to %d"
              .formatted(file, line, length, LiteralSet.SHORTEST, LONGEST));
    }
    if (known == MOST) {
      throw new IOException("[%s] more than %d canaries".formatted(file, MOST));
    }
  }

  /// All of them in the order of their lines, once the sweep is over.
  List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      int bits = seen.get(i);
      outcomes.add(
          new Outcome(
              lines.get(i), texts.get(i).length, (bits & READABLE) != 0, (bits & ENCRYPTED) != 0));
    }
    return outcomes;
  }

  private void see(int number, int bit) {
    if ((seen.get(number) & bit) == 0) {
      seen.accumulateAndGet(number, bit, (before, more) -> before | more);
    }
  }

  int size() {
    return texts.size();
  }

  byte[] text(int number) {
    return texts.get(number).clone();
  }

  /// All of them as they are.
  LiteralSet literals() {
    return new LiteralSet(texts);
  }

  /// A canary found as it is.
  ///
  /// @param number from 0
  Found found(int number, long offset) {
    see(number, READABLE);
    return Found.of(Detector.CANARY, offset, "canary of line " + lines.get(number));
  }

  /// A canary inside a value that is encrypted.
  ///
  /// @param number from 0
  /// @param offset in the value's plaintext
  Found sealed(int number, long offset) {
    see(number, ENCRYPTED);
    return Found.of(
        Detector.SEALED_CANARY, offset, "canary of line " + lines.get(number) + ", encrypted");
  }
}
