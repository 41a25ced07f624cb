/// Writes protobuf messages field by field, valid or not; see
/// [dev.snapseal.testdata.protobuf.ProtobufMessage].
package dev.snapseal.testdata.protobuf;
