package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPlugin.WrappedKey;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A value that a real API server wrote through a KMS plugin, found by its prefix in the bytes of a
/// snapshot.
///
/// @param etcdKey the key it is stored under, which authenticates it
/// @param wrapped its data key
/// @param sealed what the data key opens
/// @param scheme how
@SuppressWarnings("ArrayRecordComponent") // never compared
record RealKmsValue(String etcdKey, WrappedKey wrapped, byte[] sealed, Scheme scheme) {
  /// How the data key is used.
  enum Scheme {
    /// v1 since Kubernetes 1.25: the data key is the AES key; nonce, ciphertext, tag.
    AES_GCM,
    /// v2 since Kubernetes 1.28: the data key is a seed; info (32 bytes), nonce, ciphertext, tag.
    SEED
  }

  private static final int NONCE_BYTES = 12;
  private static final int INFO_BYTES = 32;

  /// All values of a file whose prefix is `k8s:enc:kms:v1:plug1:`.
  static List<RealKmsValue> v1(byte[] file) throws MalformedProtobufException {
    List<RealKmsValue> values = new ArrayList<>();
    for (Stored stored : Stored.find(file, "k8s:enc:kms:v1:plug1:")) {
      byte[] body = stored.body();
      int length = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
      var wrapped = new WrappedKey(Arrays.copyOfRange(body, 2, 2 + length), "", Map.of());
      byte[] sealed = Arrays.copyOfRange(body, 2 + length, body.length);
      values.add(new RealKmsValue(stored.etcdKey(), wrapped, sealed, Scheme.AES_GCM));
    }
    return values;
  }

  /// All values of a file whose prefix is `k8s:enc:kms:v2:plug2:`.
  static List<RealKmsValue> v2(byte[] file) throws MalformedProtobufException {
    List<RealKmsValue> values = new ArrayList<>();
    for (Stored stored : Stored.find(file, "k8s:enc:kms:v2:plug2:")) {
      byte[] sealed = {};
      byte[] dek = {};
      String keyId = "";
      Map<String, byte[]> annotations = new HashMap<>();
      long source = 0;
      var reader = new ProtobufReader(MemorySegment.ofArray(stored.body()));
      while (reader.next()) {
        switch (reader.fieldNumber()) {
          case 1 -> sealed = bytes(reader);
          case 2 -> keyId = new String(bytes(reader), StandardCharsets.UTF_8);
          case 3 -> dek = bytes(reader);
          case 4 -> addEntry(reader.bytes(), annotations);
          case 5 -> source = reader.scalar();
          default -> throw new IllegalStateException("field " + reader.fieldNumber());
        }
      }
      if (source != 1) {
        throw new IllegalStateException("encryptedDEKSourceType " + source);
      }
      var wrapped = new WrappedKey(dek, keyId, annotations);
      values.add(new RealKmsValue(stored.etcdKey(), wrapped, sealed, Scheme.SEED));
    }
    return values;
  }

  /// The plaintext.
  byte[] open(byte[] dataKey) throws GeneralSecurityException {
    return switch (scheme) {
      case AES_GCM -> open(new SecretKeySpec(dataKey, "AES"), 0);
      case SEED -> {
        var seed = new SecretKeySpec(dataKey, "HKDF");
        byte[] info = Arrays.copyOf(sealed, INFO_BYTES);
        var parameters = HKDFParameterSpec.expandOnly(seed, info, 32);
        yield open(KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters), INFO_BYTES);
      }
    };
  }

  private byte[] open(SecretKey key, int start) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, sealed, start, NONCE_BYTES));
    cipher.updateAAD(etcdKey.getBytes(StandardCharsets.UTF_8));
    int ciphertext = start + NONCE_BYTES;
    return cipher.doFinal(sealed, ciphertext, sealed.length - ciphertext);
  }

  private static void addEntry(MemorySegment entry, Map<String, byte[]> annotations)
      throws MalformedProtobufException {
    var reader = new ProtobufReader(entry);
    String key = "";
    byte[] value = {};
    while (reader.next()) {
      if (reader.fieldNumber() == 1) {
        key = new String(bytes(reader), StandardCharsets.UTF_8);
      } else {
        value = bytes(reader);
      }
    }
    annotations.put(key, value);
  }

  private static byte[] bytes(ProtobufReader reader) {
    return reader.bytes().toArray(ValueLayout.JAVA_BYTE);
  }

  /// What an `mvccpb.KeyValue` holds: key (field 1) and value (field 5), the value without its
  /// prefix.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(String etcdKey, byte[] body) {
    static List<Stored> find(byte[] file, String prefix) throws MalformedProtobufException {
      // Each byte becomes one character: the positions in the text are those in the file.
      String text = new String(file, StandardCharsets.ISO_8859_1);
      List<Stored> found = new ArrayList<>();
      for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
        int record = text.lastIndexOf("/registry/", at) - 2;
        var reader = new ProtobufReader(MemorySegment.ofArray(file), record, file.length - record);
        String key = "";
        while (reader.next() && reader.fieldNumber() != 5) {
          if (reader.fieldNumber() == 1) {
            key = new String(bytes(reader), StandardCharsets.UTF_8);
          }
        }
        if (reader.valueOffset() != at) {
          throw new IllegalStateException("no record around byte " + at);
        }
        byte[] value = bytes(reader);
        found.add(new Stored(key, Arrays.copyOfRange(value, prefix.length(), value.length)));
      }
      return found;
    }
  }
}
