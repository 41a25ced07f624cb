/// A bounded reader of the protobuf wire format, without schemas and without generated code.
///
/// etcd's `mvccpb.KeyValue` and Kubernetes' stored objects are protobuf messages that come from
/// files nobody vouches for. Start at [ProtobufReader].
package dev.snapseal.snapshot.protobuf;
