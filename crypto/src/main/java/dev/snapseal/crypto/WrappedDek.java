package dev.snapseal.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// A data key as a value stores it: wrapped by a plugin, and all that the plugin wants back to
/// unwrap it.
///
/// Two are equal if a plugin could not tell them apart, so that each is unwrapped once for the many
/// values under it.
public final class WrappedDek {
  private final EncryptedDekSourceType type;
  private final byte[] ciphertext;
  private final String keyId;
  private final Map<String, byte[]> annotations;
  private final int hash;

  /// @param type what is wrapped; KMS v1 always wraps a key
  /// @param ciphertext the plugin's own bytes; now owned by this object
  /// @param keyId identity of the wrapping key; empty with KMS v1
  /// @param annotations by name; empty with KMS v1
  public WrappedDek(
      EncryptedDekSourceType type,
      byte[] ciphertext,
      String keyId,
      Map<String, byte[]> annotations) {
    this.type = type;
    this.ciphertext = ciphertext;
    this.keyId = keyId;
    this.annotations = new TreeMap<>(annotations);
    this.hash = 31 * Arrays.hashCode(ciphertext) + keyId.hashCode();
  }

  public EncryptedDekSourceType type() {
    return type;
  }

  /// Name of the key that wraps, as the plugin says it; empty with KMS v1.
  public String keyId() {
    return keyId;
  }

  /// Names of the annotations, sorted.
  public Iterable<String> annotationNames() {
    return annotations.keySet();
  }

  /// What a plugin is asked to unwrap.
  public KmsPlugin.WrappedKey forPlugin() {
    return new KmsPlugin.WrappedKey(ciphertext.clone(), keyId, Map.copyOf(annotations));
  }

  /// SHA-256 of the wrapped bytes in hex: names the data key in reports without showing anything.
  public String sha256() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(ciphertext);
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrappedDek dek
        && hash == dek.hash
        && type == dek.type
        && keyId.equals(dek.keyId)
        && Arrays.equals(ciphertext, dek.ciphertext)
        && sameAnnotations(dek);
  }

  private boolean sameAnnotations(WrappedDek dek) {
    return annotations.keySet().equals(dek.annotations.keySet())
        && annotations.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), dek.annotations.get(e.getKey())));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "WrappedDek[" + type + ", " + ciphertext.length + " bytes, key id " + keyId + "]";
  }
}
