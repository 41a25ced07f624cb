package dev.snapseal.tools.sampled;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A text that is nowhere but in the Secrets of one test, and how it is found: as it is, or in
/// base64 whatever the number of bytes before it.
public final class Canary {
  private static final int RANDOM_BYTES = 16;

  private final String text;
  private final List<Form> forms = new ArrayList<>();
  private final int shortest;
  private final int longest;

  /// How far a search may go on when it has seen a byte at the end of the shortest form.
  private final int[] skip = new int[1 << Byte.SIZE];

  private record Form(String name, String bytes) {}

  private Canary(String text) {
    this.text = text;
    forms.add(new Form("as it is", text));
    for (int before = 0; before < 3; before++) {
      forms.add(new Form("in base64 behind " + before, base64(text, before)));
    }
    this.shortest = forms.stream().mapToInt(form -> form.bytes.length()).min().orElseThrow();
    this.longest = forms.stream().mapToInt(form -> form.bytes.length()).max().orElseThrow();
    Arrays.fill(skip, shortest);
    for (Form form : forms) {
      for (int i = 0; i < shortest - 1; i++) {
        int distance = shortest - 1 - i;
        skip[form.bytes.charAt(i)] = Math.min(skip[form.bytes.charAt(i)], distance);
      }
    }
  }

  public static Canary fresh() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new Canary("canary-" + HexFormat.of().formatHex(random));
  }

  /// The characters that stand for bytes of the text alone.
  private static String base64(String text, int before) {
    byte[] bytes = ("\0".repeat(before) + text).getBytes(US_ASCII);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    int first = (before * Byte.SIZE + 5) / 6;
    int end = bytes.length * Byte.SIZE / 6;
    return encoded.substring(first, end);
  }

  public String text() {
    return text;
  }

  /// Bytes that two pieces of a file must have in common, so that none is missed between them.
  int overlap() {
    return longest - 1;
  }

  /// Horspool's search, for all forms at once.
  ///
  /// @return the form and the offset of the first that the first `length` bytes hold
  Optional<String> in(byte[] bytes, int length) {
    int last = shortest - 1;
    for (int at = 0; at + shortest <= length; at += skip[bytes[at + last] & 0xFF]) {
      for (Form form : forms) {
        if (isAt(form.bytes, bytes, at, length)) {
          return Optional.of(form.name + " at " + at);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isAt(String form, byte[] bytes, int at, int length) {
    if (form.charAt(0) != bytes[at] || at + form.length() > length) {
      return false;
    }
    int i = 1;
    while (i < form.length() && form.charAt(i) == bytes[at + i]) {
      i++;
    }
    return i == form.length();
  }
}
