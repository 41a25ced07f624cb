package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import java.lang.foreign.MemorySegment;

/// Which object a value says it is. Absent fields are empty, as in Kubernetes itself.
///
/// @param apiVersion such as `v1`, `apps/v1`
/// @param namespace empty for objects of the cluster
/// @param name empty for allocators and the leases of API servers
public record ObjectIdentity(
    String apiVersion, String kind, String namespace, String name, String uid) {

  /// Reads the identity of a decrypted value; the object's content is passed over.
  ///
  /// @throws MalformedObjectException if the value breaks the rules of its form
  /// @throws UnsupportedObjectException if it is neither protobuf nor JSON
  public static ObjectIdentity read(MemorySegment value) throws ObjectDecodingException {
    StoredForm form = StoredForm.of(value);
    return switch (form) {
      case PROTOBUF -> readProtobuf(value);
      case JSON -> JsonIdentity.read(value);
      case CBOR, ENCRYPTED, NUMBER, EMPTY, OTHER -> throw UnsupportedObjectException.form(form);
    };
  }

  private static ObjectIdentity readProtobuf(MemorySegment value) throws ObjectDecodingException {
    try {
      ProtobufEnvelope envelope = ProtobufEnvelope.read(value);
      if (!envelope.isRawReadable()) {
        throw UnsupportedObjectException.contentEncoding();
      }
      ProtobufMetadata metadata = ProtobufMetadata.read(envelope.raw());
      return new ObjectIdentity(
          Utf8.decode(envelope.apiVersion(), "apiVersion"),
          Utf8.decode(envelope.kind(), "kind"),
          Utf8.decode(metadata.namespace(), "metadata.namespace"),
          Utf8.decode(metadata.name(), "metadata.name"),
          Utf8.decode(metadata.uid(), "metadata.uid"));
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire("", e);
    }
  }
}
