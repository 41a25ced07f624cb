package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// What a value stands for, in whichever way it is written: without white space and quotes around
/// it, out of base64, hexadecimal digits, `%XX` and gzip, one in the other, and of a PEM block what
/// it holds.
///
/// Two values that come to the same are the same secret. What only looks like base64 comes to bytes
/// that nothing else does.
final class CanonicalValue {
  /// Bytes that gzip is unpacked to; a Helm release has a few hundred thousand.
  static final int MAX_UNPACKED_BYTES = 1 << 20;

  private static final int MAX_LAYERS = 6;
  private static final int LEAST_BASE64_CHARS = 8;
  private static final int LONG_BASE64_CHARS = 100;
  private static final int LEAST_HEX_CHARS = 16;

  /// Longer ones are not looked into.
  private static final int MAX_BYTES = 1 << 21;

  private CanonicalValue() {}

  /// What the value comes to.
  static byte[] of(byte[] value) {
    return layers(value).getLast();
  }

  /// The value, and what is below each layer of it.
  static List<byte[]> layers(byte[] value) {
    List<byte[]> layers = new ArrayList<>(List.of(value));
    Optional<byte[]> next = below(value);
    while (next.isPresent() && layers.size() <= MAX_LAYERS) {
      layers.add(next.get());
      next = below(next.get());
    }
    return layers;
  }

  private static Optional<byte[]> below(byte[] value) {
    if (value.length > MAX_BYTES || value.length == 0) {
      return Optional.empty();
    }
    byte[] trimmed = trimmed(value);
    if (trimmed.length < value.length) {
      return Optional.of(trimmed);
    }
    if (isGzip(value)) {
      return unpacked(value);
    }
    if (!ValueText.isText(value)) {
      return PrivateKeyNumbers.of(value);
    }
    String text = new String(value, ISO_8859_1);
    return unquoted(text)
        .or(() -> pem(text))
        .or(() -> hex(text))
        .or(() -> base64(text))
        .or(() -> percent(text));
  }

  private static byte[] trimmed(byte[] value) {
    int start = 0;
    int end = value.length;
    while (start < end && isSpace(value[start])) {
      start++;
    }
    while (start < end && isSpace(value[end - 1])) {
      end--;
    }
    return start == 0 && end == value.length ? value : Arrays.copyOfRange(value, start, end);
  }

  private static boolean isSpace(byte octet) {
    return octet == ' ' || (octet >= '\t' && octet <= '\r');
  }

  static boolean isGzip(byte[] value) {
    return value.length > 2 && value[0] == 0x1F && value[1] == (byte) 0x8B && value[2] == 8;
  }

  /// Empty if it is damaged, or more than is unpacked.
  private static Optional<byte[]> unpacked(byte[] packed) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = gzip.readNBytes(MAX_UNPACKED_BYTES);
      return gzip.read() < 0 ? Optional.of(bytes) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> unquoted(String text) {
    int last = text.length() - 1;
    char mark = text.charAt(0);
    boolean isQuoted =
        last > 0
            && (mark == '"' || mark == '\'')
            && text.indexOf(mark, 1) == last
            && text.indexOf('\\') < 0;
    return isQuoted ? Optional.of(bytes(text.substring(1, last))) : Optional.empty();
  }

  private static Optional<byte[]> pem(String text) {
    if (!text.startsWith("-----BEGIN ")) {
      return Optional.empty();
    }
    List<PemBlocks.Block> blocks = PemBlocks.of(text);
    return blocks.size() == 1 && blocks.getFirst().end() == text.length()
        ? blocks.getFirst().content()
        : Optional.empty();
  }

  private static Optional<byte[]> hex(String text) {
    if (text.length() < LEAST_HEX_CHARS
        || text.length() % 2 != 0
        || !text.chars().allMatch(HexFormat::isHexDigit)) {
      return Optional.empty();
    }
    return Optional.of(HexFormat.of().parseHex(text));
  }

  /// Whether it is so long that it was made by a machine, and base64: its slashes part nothing.
  static boolean isLongBase64(String text) {
    return text.length() >= LONG_BASE64_CHARS && base64(text).isPresent();
  }

  /// With its marks at the end or without, in lines or not; only what base64 writes, so that no two
  /// texts come to the same bytes.
  private static Optional<byte[]> base64(String text) {
    String line = text.indexOf('\n') < 0 ? text : text.replaceAll("\r?\n", "");
    if (line.length() < LEAST_BASE64_CHARS || !line.chars().allMatch(CanonicalValue::isBase64)) {
      return Optional.empty();
    }
    boolean isUrl = line.indexOf('-') >= 0 || line.indexOf('_') >= 0;
    try {
      byte[] bytes = (isUrl ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(line);
      Base64.Encoder encoder = isUrl ? Base64.getUrlEncoder() : Base64.getEncoder();
      boolean isMarked = line.length() % 4 == 0;
      byte[] again = (isMarked ? encoder : encoder.withoutPadding()).encode(bytes);
      return Arrays.equals(again, bytes(line)) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isBase64(int sign) {
    return (sign >= 'A' && sign <= 'Z')
        || (sign >= 'a' && sign <= 'z')
        || (sign >= '0' && sign <= '9')
        || "+/-_=".indexOf(sign) >= 0;
  }

  private static Optional<byte[]> percent(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.empty();
    }
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean isCode =
          text.charAt(i) == '%'
              && i + 2 < text.length()
              && HexFormat.isHexDigit(text.charAt(i + 1))
              && HexFormat.isHexDigit(text.charAt(i + 2));
      decoded.append(isCode ? (char) HexFormat.fromHexDigits(text, i + 1, i + 3) : text.charAt(i));
      i += isCode ? 2 : 0;
    }
    return decoded.length() < text.length()
        ? Optional.of(bytes(decoded.toString()))
        : Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
