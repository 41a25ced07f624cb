package dev.snapseal.crypto.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.keys.SecretKeyBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keys found in public documentation, tutorials and Kubernetes' own tests. A beginning, not a
/// census.
///
/// @param keys those with which a value can be encrypted
public record PublishedKeys(List<PublishedKey> keys) {
  private static final String RESOURCE = "published-keys.txt";

  public PublishedKeys {
    keys = List.copyOf(keys);
  }

  /// Reads the list that comes with the program. It is plain text and not JSON, because an audit
  /// that meets no JSON then need not load a parser for it.
  public static PublishedKeys load() {
    try (InputStream in = PublishedKeys.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + RESOURCE);
      }
      return parse(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One key a line: base64, a blank, where it is printed; `#` begins a comment.
  static PublishedKeys parse(String text) {
    return new PublishedKeys(
        text.lines()
            .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
            .map(PublishedKeys::key)
            .toList());
  }

  private static PublishedKey key(String line) {
    int blank = line.indexOf(' ');
    byte[] secret = GoBase64.decode(line.substring(0, blank)).orElseThrow();
    return new PublishedKey(
        SecretKeyBytes.copyOf(secret), line.substring(blank + 1), usableWith(secret.length));
  }

  /// The published key that this is, if it is one.
  public Optional<PublishedKey> find(SecretKeyBytes secret) {
    return keys.stream().filter(key -> key.secret().sameKey(secret)).findFirst();
  }

  private static Set<Provider> usableWith(int lengthBytes) {
    return switch (lengthBytes) {
      case 16, 24 -> Set.of(Provider.AESCBC, Provider.AESGCM);
      case 32 -> Set.of(Provider.AESCBC, Provider.AESGCM, Provider.SECRETBOX);
      default ->
          throw new IllegalArgumentException(
              "no provider takes a key of " + lengthBytes + " bytes; allowed are 16, 24 and 32");
    };
  }
}
