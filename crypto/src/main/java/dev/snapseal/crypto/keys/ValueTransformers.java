package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.UnknownKey;
import dev.snapseal.crypto.ValueDecryptionException.ValueTooLarge;
import dev.snapseal.crypto.internal.BodyTransformer;
import dev.snapseal.crypto.internal.KmsConnection;
import dev.snapseal.crypto.internal.KmsV1Transformer;
import dev.snapseal.crypto.internal.KmsV2Transformer;
import dev.snapseal.crypto.internal.NonceSource;
import dev.snapseal.crypto.internal.Plaintext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// Opens and seals stored values with the keys of a [KeyRing]. Belongs to one thread: it keeps
/// ciphers and memory from value to value.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/transformer.go">apiserver
///   pkg/storage/value/transformer.go</a>
public final class ValueTransformers implements AutoCloseable {
  /// Larger values are refused, so that several workers fit a small heap. etcd itself takes
  /// requests of 1.5 MiB unless told otherwise.
  public static final int VALUE_MAX_BYTES = 16 << 20;

  private final KeyRing ring;
  private final NonceSource nonces;
  private final Plaintext plaintext = new Plaintext();
  private final List<Optional<BodyTransformer>> transformers;

  ValueTransformers(KeyRing ring, NonceSource nonces) {
    this.ring = ring;
    this.nonces = nonces;
    this.transformers = new ArrayList<>();
    ring.entries().forEach(_ -> transformers.add(Optional.empty()));
  }

  /// Opens a value exactly as an API server with these configurations does for this resource: same
  /// order, same result, same errors. What comes out of AES-CBC is not judged; see
  /// [DecryptedValue#form()].
  ///
  /// @param path the complete etcd key
  /// @param stored holds the value in `length` bytes from `offset`
  public DecryptedValue decrypt(
      GroupResource resource, EtcdKey path, byte[] stored, int offset, int length)
      throws ValueDecryptionException {
    check(stored, offset, length);
    Optional<PrefixList> list = ring.prefixList(resource);
    if (list.isEmpty()) {
      if (StoredValue.isEncrypted(stored, offset, length)) {
        throw new UnknownKey("identity transformer tried to read encrypted data");
      }
      return DecryptedValue.plain(stored, offset, length, 0);
    }
    return new ListReading(list.get(), path, stored, offset, length).read();
  }

  /// Opens a value with whatever key of the ring can, in whichever rule it stands. Content of
  /// AES-CBC counts only if it is a Kubernetes object, because a wrong key too leaves valid padding
  /// once in about 256 times.
  ///
  /// @param path the complete etcd key
  /// @param stored holds the value in `length` bytes from `offset`
  public DecryptedValue decryptWithAnyKey(EtcdKey path, byte[] stored, int offset, int length)
      throws ValueDecryptionException {
    check(stored, offset, length);
    if (!StoredValue.isEncrypted(stored, offset, length)) {
      return DecryptedValue.plain(stored, offset, length, 0);
    }
    List<ValueDecryptionException> failures = new ArrayList<>();
    for (RingEntry entry : ring.entries()) {
      if (entry.claims(stored, offset, length)) {
        try {
          open(entry, path, stored, offset, length);
          return DecryptedValue.opened(entry, plaintext, 0).credible();
        } catch (ValueDecryptionException e) {
          failures.add(e);
        }
      }
    }
    throw failures.isEmpty()
        ? new UnknownKey("no configured key has the prefix of this value")
        : ValueDecryptionException.all(failures);
  }

  /// Makes the value that an API server with the first configuration would store for this resource,
  /// with a new nonce.
  ///
  /// @throws KmsPluginException if a plugin is needed and does not wrap a data key
  public byte[] encrypt(GroupResource resource, EtcdKey path, byte[] plain, int offset, int length)
      throws KmsPluginException {
    Objects.checkFromIndexSize(offset, length, plain.length);
    if (length > VALUE_MAX_BYTES) {
      throw new IllegalArgumentException(
          "a value of " + length + " bytes exceeds the limit of " + VALUE_MAX_BYTES);
    }
    Optional<RingEntry> writer = ring.writer(resource);
    if (writer.isEmpty()) {
      return Arrays.copyOfRange(plain, offset, offset + length);
    }
    RingEntry entry = writer.get();
    byte[] stored = new byte[Math.toIntExact(encryptedLength(resource, length))];
    int written = encrypt(entry, path, plain, offset, length, stored, 0);
    if (written != stored.length) {
      throw new IllegalStateException("planned " + stored.length + " bytes and wrote " + written);
    }
    return stored;
  }

  /// The same, into an array that has room for it.
  ///
  /// @param outOffset where the value begins
  /// @return bytes written, as [#encryptedLength] says
  public int encrypt(
      GroupResource resource,
      EtcdKey path,
      byte[] plain,
      int offset,
      int length,
      byte[] out,
      int outOffset)
      throws KmsPluginException {
    Optional<RingEntry> writer = ring.writer(resource);
    if (writer.isEmpty()) {
      System.arraycopy(plain, offset, out, outOffset, length);
      return length;
    }
    return encrypt(writer.get(), path, plain, offset, length, out, outOffset);
  }

  private int encrypt(
      RingEntry entry,
      EtcdKey path,
      byte[] plain,
      int offset,
      int length,
      byte[] out,
      int outOffset)
      throws KmsPluginException {
    entry.writePrefix(out, outOffset);
    int body = entry.prefixLength();
    return body + transformer(entry).seal(path, plain, offset, length, out, outOffset + body);
  }

  /// Bytes of plaintext in an encrypted value, told without opening it: only if one key alone of
  /// the ring has its prefix, and if that key's provider leaves no doubt. A value that was tampered
  /// with may have another length.
  ///
  /// @param stored holds the value in `length` bytes from `offset`
  public OptionalLong plainLength(byte[] stored, int offset, int length) {
    Optional<RingEntry> only = ring.onlyEntry(stored, offset, length);
    if (only.isEmpty()) {
      return OptionalLong.empty();
    }
    RingEntry entry = only.get();
    int prefix = entry.prefixLength();
    long found = transformer(entry).plainLength(stored, offset + prefix, length - prefix);
    return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
  }

  /// Bytes that [#encrypt] makes from so many bytes of plaintext; exact, and without encrypting.
  ///
  /// @throws KmsPluginException if a plugin is needed and does not wrap a data key
  public long encryptedLength(GroupResource resource, long plainLength) throws KmsPluginException {
    Optional<RingEntry> writer = ring.writer(resource);
    if (writer.isEmpty()) {
      return plainLength;
    }
    RingEntry entry = writer.get();
    return entry.prefixLength() + transformer(entry).sealedLength(plainLength);
  }

  private static void check(byte[] stored, int offset, int length) throws ValueTooLarge {
    Objects.checkFromIndexSize(offset, length, stored.length);
    if (length > VALUE_MAX_BYTES) {
      throw new ValueTooLarge(length, VALUE_MAX_BYTES);
    }
  }

  private void open(RingEntry entry, EtcdKey path, byte[] stored, int offset, int length)
      throws ValueDecryptionException {
    int prefix = entry.prefixLength();
    transformer(entry).open(path, stored, offset + prefix, length - prefix, plaintext);
  }

  private BodyTransformer transformer(RingEntry entry) {
    Optional<BodyTransformer> known = transformers.get(entry.number());
    if (known.isPresent()) {
      return known.get();
    }
    BodyTransformer made = newTransformer(entry);
    transformers.set(entry.number(), Optional.of(made));
    return made;
  }

  private BodyTransformer newTransformer(RingEntry entry) {
    Provider provider = entry.prefix().provider();
    if (entry.source() instanceof RingEntry.Source.Plugin(KmsConnection connection)) {
      return provider == Provider.KMS_V1
          ? new KmsV1Transformer(connection, nonces)
          : new KmsV2Transformer(connection, nonces);
    }
    return KeyTransformers.of(provider, ((RingEntry.Source.Secret) entry.source()).key(), nonces);
  }

  @Override
  public void close() {
    plaintext.close();
    transformers.clear();
  }

  /// One walk along a prefix list: a match that fails does not end it.
  private final class ListReading {
    private final PrefixList list;
    private final EtcdKey path;
    private final byte[] stored;
    private final int offset;
    private final int length;
    private final List<ValueDecryptionException> failures = new ArrayList<>(0);

    ListReading(PrefixList list, EtcdKey path, byte[] stored, int offset, int length) {
      this.list = list;
      this.path = path;
      this.stored = stored;
      this.offset = offset;
      this.length = length;
    }

    DecryptedValue read() throws ValueDecryptionException {
      for (int i = 0; i < list.elements().size(); i++) {
        Optional<DecryptedValue> value =
            switch (list.elements().get(i)) {
              case PrefixList.Identity _ -> plain(i);
              case PrefixList.Keyed keyed -> keyed(keyed, i);
              case PrefixList.Plugin(RingEntry entry) -> attempt(entry, i);
            };
        if (value.isPresent()) {
          return value.get();
        }
      }
      throw failures.isEmpty()
          ? new UnknownKey("no matching prefix found")
          : ValueDecryptionException.all(failures);
    }

    private Optional<DecryptedValue> plain(int index) {
      return StoredValue.isEncrypted(stored, offset, length)
          ? Optional.empty()
          : Optional.of(DecryptedValue.plain(stored, offset, length, index));
    }

    private Optional<DecryptedValue> keyed(PrefixList.Keyed keyed, int index) {
      if (!keyed.claims(stored, offset, length)) {
        return Optional.empty();
      }
      int before = failures.size();
      for (int i = 0; i < keyed.keys().size(); i++) {
        Optional<DecryptedValue> value = attempt(keyed.keys().get(i), index + i);
        if (value.isPresent()) {
          return value;
        }
      }
      if (failures.size() == before) {
        failures.add(new UnknownKey(keyed.noKey()));
      }
      return Optional.empty();
    }

    private Optional<DecryptedValue> attempt(RingEntry entry, int index) {
      if (!entry.claims(stored, offset, length)) {
        return Optional.empty();
      }
      try {
        open(entry, path, stored, offset, length);
        return Optional.of(DecryptedValue.opened(entry, plaintext, index));
      } catch (ValueDecryptionException e) {
        failures.add(e);
        return Optional.empty();
      }
    }
  }
}
