package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.PlainForm;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.config.PublishedKey;
import dev.snapseal.crypto.config.PublishedKeys;
import dev.snapseal.crypto.internal.BodyTransformer;
import dev.snapseal.crypto.internal.FirstBytes;
import dev.snapseal.crypto.internal.NonceSource;
import dev.snapseal.crypto.internal.Plaintext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tries on encrypted values the keys that public documentation prints.
///
/// One block tells a wrong key, so a value costs a few dozen AES blocks. Belongs to one thread.
public final class PublishedKeyTrial implements AutoCloseable {
  private final PublishedKeys keys;
  private final NonceSource nonces = new NonceSource();
  private final Plaintext plaintext = new Plaintext();
  private final byte[] block = new byte[FirstBytes.COUNT];
  private final Map<Provider, List<Candidate>> candidates = new EnumMap<>(Provider.class);

  private record Candidate(PublishedKey key, FirstBytes firstBytes, BodyTransformer whole) {}

  public PublishedKeyTrial(PublishedKeys keys) {
    this.keys = keys;
  }

  /// The published key that opens this value, if one does. Values of KMS are never opened.
  ///
  /// Which name the value's prefix gives the key plays no part, but where the name ends does: see
  /// [KeyRing#classify].
  ///
  /// @param path the complete etcd key
  /// @param stored the array in which `value` was found
  public Optional<PublishedKey> opening(StoredValue.Encrypted value, EtcdKey path, byte[] stored) {
    int offset = value.bodyOffset();
    int length = value.bodyLength();
    for (Candidate candidate : candidates(value.prefix().provider())) {
      if (candidate.firstBytes().lookLikeAnObject(stored, offset, length, block)
          && opens(candidate, path, stored, offset, length)) {
        return Optional.of(candidate.key());
      }
    }
    return Optional.empty();
  }

  private boolean opens(Candidate candidate, EtcdKey path, byte[] stored, int offset, int length) {
    try {
      candidate.whole().open(path, stored, offset, length, plaintext);
      return plaintext.trust() == Plaintext.Trust.AUTHENTICATED
          || PlainForm.isSurelyAnObject(plaintext.bytes(), plaintext.offset(), plaintext.length());
    } catch (ValueDecryptionException _) {
      return false;
    }
  }

  private List<Candidate> candidates(Provider provider) {
    return candidates.computeIfAbsent(provider, this::newCandidates);
  }

  private List<Candidate> newCandidates(Provider provider) {
    List<Candidate> list = new ArrayList<>();
    for (PublishedKey key : keys.keys()) {
      if (key.usableWith().contains(provider)) {
        list.add(
            new Candidate(
                key,
                KeyTransformers.firstBytes(provider, key.secret(), nonces),
                KeyTransformers.of(provider, key.secret(), nonces)));
      }
    }
    return list;
  }

  @Override
  public void close() {
    plaintext.close();
  }
}
