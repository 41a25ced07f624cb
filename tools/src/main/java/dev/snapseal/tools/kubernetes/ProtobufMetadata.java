package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;

/// The fields of an ObjectMeta by which an object is known: slices of it, empty if absent.
///
/// ObjectMeta is field 1 of every object message.
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/generated.proto">generated.proto,
///   ObjectMeta</a>
record ProtobufMetadata(MemorySegment name, MemorySegment namespace, MemorySegment uid) {
  private static final int METADATA = 1;
  private static final int NAME = 1;
  private static final int NAMESPACE = 3;
  private static final int UID = 5;

  /// Reads the metadata of an object message.
  ///
  /// The API server writes fields in ascending order, so nothing is read behind the uid, nor where
  /// the order ends: there the message is damaged.
  static ProtobufMetadata read(MemorySegment object) throws MalformedProtobufException {
    ProtobufReader fields = ProtobufReader.withGroups(object);
    while (fields.next()) {
      if (fields.is(METADATA, ProtobufReader.LENGTH_DELIMITED)) {
        return readMetadata(fields.bytes());
      }
    }
    MemorySegment none = object.asSlice(0, 0);
    return new ProtobufMetadata(none, none, none);
  }

  private static ProtobufMetadata readMetadata(MemorySegment message)
      throws MalformedProtobufException {
    MemorySegment none = message.asSlice(0, 0);
    MemorySegment name = none;
    MemorySegment namespace = none;
    MemorySegment uid = none;
    ProtobufReader fields = ProtobufReader.withGroups(message);
    int last = 0;
    while (fields.next() && fields.fieldNumber() >= last && fields.fieldNumber() <= UID) {
      last = fields.fieldNumber();
      if (fields.is(NAME, ProtobufReader.LENGTH_DELIMITED)) {
        name = fields.bytes();
      } else if (fields.is(NAMESPACE, ProtobufReader.LENGTH_DELIMITED)) {
        namespace = fields.bytes();
      } else if (fields.is(UID, ProtobufReader.LENGTH_DELIMITED)) {
        uid = fields.bytes();
      }
    }
    return new ProtobufMetadata(name, namespace, uid);
  }
}
