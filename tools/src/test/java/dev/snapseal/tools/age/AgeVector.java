package dev.snapseal.tools.age;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.InflaterInputStream;

/// One file of the published age test suite: a textual header, an empty line, and a sealed file.
///
/// @param expect the outcome in the suite's words
/// @param payloadSha256 of all that may be given out
record AgeVector(
    String name,
    String expect,
    String payloadSha256,
    List<String> identities,
    List<String> passphrases,
    List<Byte> file) {

  static AgeVector read(Path path) {
    try {
      return parse(path.getFileName().toString(), Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AgeVector parse(String name, byte[] content) throws IOException {
    String expect = "";
    String payload = "";
    List<String> identities = new ArrayList<>();
    List<String> passphrases = new ArrayList<>();
    boolean isCompressed = false;
    int at = 0;
    while (true) {
      int end = at;
      while (content[end] != '\n') {
        end++;
      }
      String line = new String(content, at, end - at, StandardCharsets.UTF_8);
      at = end + 1;
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(": ");
      String value = line.substring(colon + 2);
      switch (line.substring(0, colon)) {
        case "expect" -> expect = value;
        case "payload" -> payload = value;
        case "identity" -> identities.add(value);
        case "passphrase" -> passphrases.add(value);
        case "compressed" -> isCompressed = true;
        default -> {
          // "file key" and "comment" are for people, "armored" is seen in the file
        }
      }
    }
    byte[] file = Arrays.copyOfRange(content, at, content.length);
    return new AgeVector(
        name,
        expect,
        payload,
        List.copyOf(identities),
        List.copyOf(passphrases),
        boxed(isCompressed ? inflated(file) : file));
  }

  private static byte[] inflated(byte[] file) throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    }
  }

  private static List<Byte> boxed(byte[] bytes) {
    Byte[] boxed = new Byte[bytes.length];
    Arrays.setAll(boxed, i -> bytes[i]);
    return Arrays.asList(boxed);
  }

  InputStream open() {
    byte[] bytes = new byte[file.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = file.get(i);
    }
    return new ByteArrayInputStream(bytes);
  }

  /// Whether its recipients are of a type that Snapseal does not have.
  boolean isPostQuantum() {
    return identities.stream().anyMatch(identity -> identity.startsWith("AGE-SECRET-KEY-PQ-1"));
  }

  @Override
  public String toString() {
    return name;
  }
}
