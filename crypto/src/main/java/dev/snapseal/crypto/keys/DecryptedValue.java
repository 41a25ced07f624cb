package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.PlainForm;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.ValueDecryptionException.NotAnObject;
import dev.snapseal.crypto.internal.Plaintext;
import java.util.Arrays;
import java.util.Optional;

/// An opened value and how it was opened: a view on the worker's memory (or, of a plain value, on
/// the caller's array), valid until the worker opens its next value.
public final class DecryptedValue {
  private final byte[] buffer;
  private final int offset;
  private final int length;
  private final boolean stale;
  private final boolean staleInItself;
  private final boolean authenticated;
  private final Optional<RingEntry> entry;
  private final Optional<String> kmsKeyId;

  private DecryptedValue(
      byte[] buffer,
      int offset,
      int length,
      boolean stale,
      boolean staleInItself,
      boolean authenticated,
      Optional<RingEntry> entry,
      Optional<String> kmsKeyId) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
    this.stale = stale;
    this.staleInItself = staleInItself;
    this.authenticated = authenticated;
    this.entry = entry;
    this.kmsKeyId = kmsKeyId;
  }

  static DecryptedValue plain(byte[] stored, int offset, int length, int index) {
    return new DecryptedValue(
        stored, offset, length, index > 0, false, false, Optional.empty(), Optional.empty());
  }

  static DecryptedValue opened(RingEntry entry, Plaintext plaintext, int index) {
    boolean staleInItself = plaintext.currency() == Plaintext.Currency.STALE;
    return new DecryptedValue(
        plaintext.bytes(),
        plaintext.offset(),
        plaintext.length(),
        staleInItself || index > 0,
        staleInItself,
        plaintext.trust() == Plaintext.Trust.AUTHENTICATED,
        Optional.of(entry),
        plaintext.kmsKeyId());
  }

  /// The array that holds the content, among other bytes; only to be read.
  public byte[] buffer() {
    return buffer;
  }

  /// Where the content begins.
  public int offset() {
    return offset;
  }

  /// How many bytes it has.
  public int length() {
    return length;
  }

  /// A copy of the content, which the caller wipes.
  public byte[] toBytes() {
    return Arrays.copyOfRange(buffer, offset, offset + length);
  }

  /// Whether the API server would write the value anew at the next occasion. Of a value that was
  /// opened with any key, this says only what holds for every resource: KMS v1 with AES-CBC, KMS v2
  /// with an old key.
  public boolean stale() {
    return stale;
  }

  boolean staleInItself() {
    return staleInItself;
  }

  Optional<RingEntry> entry() {
    return entry;
  }

  /// What opened it; [EncryptionPrefix#NONE] if it was plain.
  public EncryptionPrefix prefix() {
    return entry.map(RingEntry::prefix).orElse(EncryptionPrefix.NONE);
  }

  public Provider provider() {
    return prefix().provider();
  }

  /// Name of the key or plugin entry; empty if it was plain.
  public String keyName() {
    return prefix().keyName();
  }

  /// Which key or plugin of its [KeyRing] opened it, from 0; -1 if it was plain.
  public int keyNumber() {
    return entry.map(RingEntry::number).orElse(-1);
  }

  /// Whether nothing vouches for the content: it was plain, or AES-CBC.
  public boolean readWithoutAuthentication() {
    return !authenticated;
  }

  /// Makes sure that the key which opened it is the right one: something vouches for the content,
  /// or it is a Kubernetes object. A wrong key of AES-CBC too leaves valid padding once in about
  /// 256 times.
  ///
  /// @return this value
  /// @throws NotAnObject if it is not
  public DecryptedValue credible() throws NotAnObject {
    if (!authenticated && !PlainForm.isSurelyAnObject(buffer, offset, length)) {
      throw new NotAnObject("opened, but what came out is not a Kubernetes object");
    }
    return this;
  }

  /// What the content looks like. Content from AES-CBC that is [PlainForm#UNKNOWN] may come from a
  /// wrong key.
  public PlainForm form() {
    return PlainForm.of(buffer, offset, length);
  }

  /// Name of the key that wraps the data key; only with KMS v2.
  public Optional<String> kmsKeyId() {
    return kmsKeyId;
  }

  @Override
  public String toString() {
    return "DecryptedValue[" + length + " bytes, " + prefix().text() + "]";
  }
}
