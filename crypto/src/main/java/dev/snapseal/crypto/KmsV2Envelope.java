package dev.snapseal.crypto;

import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import dev.snapseal.crypto.internal.KmsV2Rules;
import dev.snapseal.crypto.internal.ProtobufCursor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Body of a KMS v2 value: the protobuf message `v2.EncryptedObject`, checked as the API server
/// checks it.
///
/// @param dek the wrapped data key or seed, with the key id and annotations that the plugin gave
/// @param dataOffset where the encrypted data begins, in the array that was parsed
/// @param dataLength its bytes, at least 1
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/envelope/kmsv2/envelope.go">
///   apiserver envelope/kmsv2/envelope.go</a>, `v2/api.proto`
public record KmsV2Envelope(WrappedDek dek, int dataOffset, int dataLength) {
  private static final int ENCRYPTED_DATA = 1;
  private static final int KEY_ID = 2;
  private static final int ENCRYPTED_DEK_SOURCE = 3;
  private static final int ANNOTATIONS = 4;
  private static final int ENCRYPTED_DEK_SOURCE_TYPE = 5;

  /// Reads the body in `length` bytes of `stored` from `offset`. A repeated field counts with its
  /// last value; unknown fields are skipped.
  public static KmsV2Envelope parse(byte[] stored, int offset, int length)
      throws MalformedCiphertext {
    Fields fields = new Fields();
    ProtobufCursor cursor = new ProtobufCursor(stored, offset, length);
    ProtobufCursor.State state = cursor.next();
    while (state == ProtobufCursor.State.FIELD) {
      fields.take(cursor);
      state = cursor.next();
    }
    if (state == ProtobufCursor.State.MALFORMED) {
      throw malformed();
    }
    return fields.checked();
  }

  private static MalformedCiphertext malformed() {
    return new MalformedCiphertext("proto: cannot parse invalid wire-format data");
  }

  private static String text(ProtobufCursor cursor) throws MalformedCiphertext {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(cursor.bytes())).toString();
    } catch (CharacterCodingException _) {
      throw new MalformedCiphertext("proto: field contains invalid UTF-8");
    }
  }

  private static final class Fields {
    private int dataOffset;
    private int dataLength;
    private String keyId = "";
    private byte[] dekSource = {};
    private long sourceType;
    private final Map<String, byte[]> annotations = new LinkedHashMap<>();

    void take(ProtobufCursor field) throws MalformedCiphertext {
      if (field.isBytes(ENCRYPTED_DATA)) {
        dataOffset = field.valueOffset();
        dataLength = field.valueLength();
      } else if (field.isBytes(KEY_ID)) {
        keyId = text(field);
      } else if (field.isBytes(ENCRYPTED_DEK_SOURCE)) {
        dekSource = field.bytes();
      } else if (field.isBytes(ANNOTATIONS)) {
        takeAnnotation(field.bytes());
      } else if (field.isVarint(ENCRYPTED_DEK_SOURCE_TYPE)) {
        sourceType = (int) field.scalar();
      }
    }

    private void takeAnnotation(byte[] entry) throws MalformedCiphertext {
      String name = "";
      byte[] value = {};
      ProtobufCursor cursor = new ProtobufCursor(entry, 0, entry.length);
      ProtobufCursor.State state = cursor.next();
      while (state == ProtobufCursor.State.FIELD) {
        if (cursor.isBytes(1)) {
          name = text(cursor);
        } else if (cursor.isBytes(2)) {
          value = cursor.bytes();
        }
        state = cursor.next();
      }
      if (state == ProtobufCursor.State.MALFORMED) {
        throw malformed();
      }
      annotations.put(name, value);
    }

    KmsV2Envelope checked() throws MalformedCiphertext {
      EncryptedDekSourceType type =
          EncryptedDekSourceType.of(sourceType)
              .orElseThrow(
                  () -> new MalformedCiphertext("unknown encryptedDEKSourceType: " + sourceType));
      if (dataLength == 0) {
        throw new MalformedCiphertext("encrypted data is empty");
      }
      var broken = KmsV2Rules.firstBroken(dekSource, keyId, annotations);
      if (broken.isPresent()) {
        throw new MalformedCiphertext(broken.get());
      }
      return new KmsV2Envelope(
          new WrappedDek(type, dekSource, keyId, annotations), dataOffset, dataLength);
    }
  }
}
