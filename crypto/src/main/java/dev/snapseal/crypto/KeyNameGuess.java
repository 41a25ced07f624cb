package dev.snapseal.crypto;

import dev.snapseal.crypto.StoredValue.Encrypted;
import dev.snapseal.crypto.StoredValue.MalformedPrefix;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds where the name of a key ends when only the stored value is at hand.
final class KeyNameGuess {
  /// Longer names are not looked for.
  private static final int NAME_MAX_BYTES = 1024;

  /// k3s names keys `aescbckey-2022-08-02T16:02:40Z`, or with the server's zone, `-07:00`, at the
  /// end: the first colon is inside the time.
  private static final Pattern TIME_UP_TO_HOUR = Pattern.compile(".*T\\d\\d", Pattern.DOTALL);

  private static final Pattern ENDS_IN_TIME =
      Pattern.compile(".*T\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)", Pattern.DOTALL);

  private KeyNameGuess() {}

  static StoredValue encrypted(Provider provider, byte[] value, int offset, int length) {
    List<Encrypted> candidates = candidates(provider, value, offset, length);
    if (candidates.isEmpty()) {
      return new MalformedPrefix("no colon ends the name of the key");
    }
    return best(value, candidates)
        .<StoredValue>map(found -> found)
        .orElse(new MalformedPrefix("what follows the prefix is nothing that its provider makes"));
  }

  /// The prefix of a value of whose body not all is at hand.
  static Optional<EncryptionPrefix> prefix(
      Provider provider, byte[] value, int offset, int length) {
    List<Encrypted> candidates = candidates(provider, value, offset, length);
    return candidates.isEmpty() ? Optional.empty() : Optional.of(usual(candidates).prefix());
  }

  private static List<Encrypted> candidates(
      Provider provider, byte[] value, int offset, int length) {
    int nameOffset = offset + provider.marker().length(); // ASCII
    int end = offset + length;
    List<Encrypted> candidates = new ArrayList<>();
    int limit = Math.min(end, nameOffset + NAME_MAX_BYTES + 1);
    for (int at = nameOffset; at < limit && !isControl(value[at]); at++) {
      if (value[at] == ':' && at > nameOffset) {
        candidate(provider, value, nameOffset, at, end).ifPresent(candidates::add);
      }
    }
    return candidates;
  }

  private static boolean isControl(byte b) {
    return (b >= 0 && b < 0x20) || b == 0x7F;
  }

  private static Optional<Encrypted> candidate(
      Provider provider, byte[] value, int nameOffset, int colon, int end) {
    try {
      ByteBuffer name = ByteBuffer.wrap(value, nameOffset, colon - nameOffset);
      String text = StandardCharsets.UTF_8.newDecoder().decode(name).toString();
      EncryptionPrefix prefix = new EncryptionPrefix(provider, text);
      return Optional.of(new Encrypted(prefix, colon + 1, end - colon - 1));
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static Optional<Encrypted> best(byte[] value, List<Encrypted> candidates) {
    Encrypted usual = usual(candidates);
    return hasABody(value, usual)
        ? Optional.of(usual)
        : candidates.stream().filter(c -> hasABody(value, c)).findFirst();
  }

  private static Encrypted usual(List<Encrypted> candidates) {
    Encrypted first = candidates.getFirst();
    if (first.prefix().provider() == Provider.KMS_V2
        || !TIME_UP_TO_HOUR.matcher(first.prefix().keyName()).matches()) {
      return first;
    }
    return candidates.stream()
        .filter(c -> ENDS_IN_TIME.matcher(c.prefix().keyName()).matches())
        .findFirst()
        .orElse(first);
  }

  /// Whether the body has a length that the provider makes.
  private static boolean hasABody(byte[] value, Encrypted candidate) {
    int length = candidate.bodyLength();
    return switch (candidate.prefix().provider()) {
      case IDENTITY -> true;
      case KMS_V2 -> hasAnEnvelope(value, candidate);
      case AESCBC -> length >= 32 && length % 16 == 0;
      case AESGCM -> length >= 28;
      case SECRETBOX -> length >= 40;
      case KMS_V1 -> hasAWrappedKey(value, candidate);
    };
  }

  private static boolean hasAnEnvelope(byte[] value, Encrypted candidate) {
    try {
      KmsV2Envelope.parse(value, candidate.bodyOffset(), candidate.bodyLength());
      return true;
    } catch (ValueDecryptionException.MalformedCiphertext _) {
      return false;
    }
  }

  private static boolean hasAWrappedKey(byte[] value, Encrypted candidate) {
    int offset = candidate.bodyOffset();
    if (candidate.bodyLength() < 2 + 28) {
      return false;
    }
    int dek = ((value[offset] & 0xFF) << 8) | (value[offset + 1] & 0xFF);
    return dek > 0 && dek <= candidate.bodyLength() - 2 - 28;
  }
}
