package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tells whether decrypted values belong to the keys they stand under.
///
/// Providers that do not authenticate the key path (`aescbc`, `secretbox`, `identity`) open a value
/// under any key, so whoever can write to etcd can put one Secret in the place of another; only the
/// object's own metadata shows it. Make one for each thread: it is meant for every value of a
/// backup and allocates nothing for those that the API server wrote as protobuf.
public final class IdentityCheck {
  private final CanonicalHead head = new CanonicalHead();

  /// Compares name, namespace and kind inside the value with those of the key.
  ///
  /// @param value holds the decrypted value in `length` bytes from `offset`
  public IdentityFit fit(byte[] value, int offset, int length, ObjectKey key) {
    if (!key.stored().objectsAreNamed()) {
      return IdentityFit.UNKNOWN;
    }
    return head.read(value, offset, length)
        ? fitHead(key)
        : fitByTheRules(MemorySegment.ofArray(value).asSlice(offset, length), key);
  }

  private IdentityFit fitHead(ObjectKey key) {
    if (!head.hasName()) {
      return IdentityFit.UNKNOWN;
    }
    boolean isKindRight = key.stored().kind().isEmpty() || head.isKind(key.stored().kind().get());
    return isKindRight && head.isOf(key) ? IdentityFit.MATCHES : IdentityFit.DIFFERS;
  }

  /// The same for values in any layout.
  static IdentityFit fitByTheRules(MemorySegment value, ObjectKey key) {
    return switch (StoredForm.of(value)) {
      case PROTOBUF -> fitProtobuf(value, key);
      case JSON -> fitJson(value, key);
      case CBOR, ENCRYPTED, NUMBER, EMPTY, OTHER -> IdentityFit.UNKNOWN;
    };
  }

  private static IdentityFit fitProtobuf(MemorySegment value, ObjectKey key) {
    try {
      ProtobufEnvelope envelope = ProtobufEnvelope.read(value);
      if (!envelope.isRawReadable()) {
        return IdentityFit.UNKNOWN;
      }
      ProtobufMetadata metadata = ProtobufMetadata.read(envelope.raw());
      boolean isKindRight =
          key.stored().kind().isEmpty() || isText(envelope.kind(), key.stored().kind().get());
      return fit(key, metadata.name(), metadata.namespace(), isKindRight);
    } catch (MalformedProtobufException e) {
      return IdentityFit.UNKNOWN;
    }
  }

  private static IdentityFit fitJson(MemorySegment value, ObjectKey key) {
    try {
      ObjectIdentity identity = JsonIdentity.read(value);
      return fit(
          key,
          MemorySegment.ofArray(identity.name().getBytes(UTF_8)),
          MemorySegment.ofArray(identity.namespace().getBytes(UTF_8)),
          isKindRight(identity, key.stored()));
    } catch (ObjectDecodingException e) {
      return IdentityFit.UNKNOWN;
    }
  }

  /// Custom resources are stored in their own group, and their kind is not in the key.
  private static boolean isKindRight(ObjectIdentity identity, StoredResource stored) {
    return stored.scope() == Scope.BY_SEGMENTS
        ? identity.apiVersion().startsWith(stored.group() + "/")
        : stored.kind().isEmpty() || stored.kind().get().equals(identity.kind());
  }

  private static IdentityFit fit(
      ObjectKey key, MemorySegment name, MemorySegment namespace, boolean isKindRight) {
    if (name.byteSize() == 0) {
      return IdentityFit.UNKNOWN;
    }
    return isKindRight && key.isName(name) && key.isNamespace(namespace)
        ? IdentityFit.MATCHES
        : IdentityFit.DIFFERS;
  }

  private static boolean isText(MemorySegment text, String ascii) {
    if (text.byteSize() != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (text.get(ValueLayout.JAVA_BYTE, i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
