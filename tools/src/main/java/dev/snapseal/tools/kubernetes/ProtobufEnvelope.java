package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;

/// `runtime.Unknown`, the message around every object that is stored as protobuf: slices of it.
///
/// Careful with the fields of typeMeta: `apiVersion` is 1 and `kind` 2 here, the other way round
/// than in `meta/v1.TypeMeta`.
///
/// @param apiVersion UTF-8 text, empty if absent
/// @param kind UTF-8 text, empty if absent
/// @param raw the object's own message, empty if absent
/// @param contentEncoding empty in practice; otherwise `raw` is compressed
/// @param contentType empty in practice, which means protobuf
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/runtime/generated.proto">generated.proto,
///   Unknown</a>
record ProtobufEnvelope(
    MemorySegment apiVersion,
    MemorySegment kind,
    MemorySegment raw,
    MemorySegment contentEncoding,
    MemorySegment contentType) {
  /// Bytes of `k8s` NUL.
  static final int MAGIC_LENGTH = 4;

  static final int TYPE_META = 1;
  static final int RAW = 2;
  static final int CONTENT_ENCODING = 3;
  static final int CONTENT_TYPE = 4;

  private static final int API_VERSION = 1;
  private static final int KIND = 2;

  /// Reads the envelope of a value that is [StoredForm#PROTOBUF]. The last of repeated fields
  /// counts; unknown fields are passed over.
  static ProtobufEnvelope read(MemorySegment value) throws MalformedProtobufException {
    MemorySegment none = value.asSlice(0, 0);
    MemorySegment apiVersion = none;
    MemorySegment kind = none;
    MemorySegment raw = none;
    MemorySegment encoding = none;
    MemorySegment type = none;
    ProtobufReader unknown =
        ProtobufReader.withGroups(value, MAGIC_LENGTH, value.byteSize() - MAGIC_LENGTH);
    while (unknown.next()) {
      if (unknown.wireType() != ProtobufReader.LENGTH_DELIMITED) {
        continue;
      }
      switch (unknown.fieldNumber()) {
        case TYPE_META -> {
          ProtobufReader typeMeta =
              ProtobufReader.withGroups(value, unknown.valueOffset(), unknown.valueLength());
          while (typeMeta.next()) {
            if (typeMeta.is(API_VERSION, ProtobufReader.LENGTH_DELIMITED)) {
              apiVersion = typeMeta.bytes();
            } else if (typeMeta.is(KIND, ProtobufReader.LENGTH_DELIMITED)) {
              kind = typeMeta.bytes();
            }
          }
        }
        case RAW -> raw = unknown.bytes();
        case CONTENT_ENCODING -> encoding = unknown.bytes();
        case CONTENT_TYPE -> type = unknown.bytes();
        default -> {
          // A field of a later release; the full decoder lists it.
        }
      }
    }
    return new ProtobufEnvelope(apiVersion, kind, raw, encoding, type);
  }

  /// Whether `raw` is protobuf as it stands.
  boolean isRawReadable() {
    return contentEncoding.byteSize() == 0 && contentType.byteSize() == 0;
  }
}
