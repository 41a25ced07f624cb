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

  /// Reads the metadata of an object message. Only the fields of the message and of its metadata
  /// are passed over, whatever they hold.
  static ProtobufMetadata read(MemorySegment object) throws MalformedProtobufException {
    MemorySegment none = object.asSlice(0, 0);
    MemorySegment name = none;
    MemorySegment namespace = none;
    MemorySegment uid = none;
    ProtobufReader fields = new ProtobufReader(object);
    while (fields.next()) {
      if (!fields.is(METADATA, ProtobufReader.LENGTH_DELIMITED)) {
        continue;
      }
      ProtobufReader metadata =
          new ProtobufReader(object, fields.valueOffset(), fields.valueLength());
      while (metadata.next()) {
        if (metadata.is(NAME, ProtobufReader.LENGTH_DELIMITED)) {
          name = metadata.bytes();
        } else if (metadata.is(NAMESPACE, ProtobufReader.LENGTH_DELIMITED)) {
          namespace = metadata.bytes();
        } else if (metadata.is(UID, ProtobufReader.LENGTH_DELIMITED)) {
          uid = metadata.bytes();
        }
      }
    }
    return new ProtobufMetadata(name, namespace, uid);
  }
}
