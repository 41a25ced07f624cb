package dev.snapseal.crypto.config;

import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.keys.SecretKeyBytes;
import java.util.Set;

/// A key that public documentation prints: whoever encrypts with it has not encrypted.
///
/// @param secret the key, which is no secret, but is not printed either
/// @param source where it is printed
/// @param usableWith providers whose keys have this length; a printed key is used with others than
///   it was printed for
public record PublishedKey(SecretKeyBytes secret, String source, Set<Provider> usableWith) {
  public PublishedKey {
    usableWith = Set.copyOf(usableWith);
  }
}
