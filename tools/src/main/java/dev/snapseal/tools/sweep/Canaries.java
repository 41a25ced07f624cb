package dev.snapseal.tools.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The texts that a user searches for, each known by its line only: they may be secrets themselves.
public final class Canaries {
  /// No texts.
  public static final Canaries NONE = new Canaries(List.of(), List.of());

  /// More would not fit the nearest caches.
  private static final int MOST = 100_000;

  private static final int LONGEST = 4096;

  private final List<byte[]> texts;
  private final List<Integer> lines;

  private Canaries(List<byte[]> texts, List<Integer> lines) {
    this.texts = List.copyOf(texts);
    this.lines = List.copyOf(lines);
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
    return Found.of(Detector.CANARY, offset, "canary of line " + lines.get(number));
  }

  /// A canary inside a value that is encrypted.
  ///
  /// @param number from 0
  /// @param offset in the value's plaintext
  Found sealed(int number, long offset) {
    return Found.of(
        Detector.SEALED_CANARY, offset, "canary of line " + lines.get(number) + ", encrypted");
  }
}
