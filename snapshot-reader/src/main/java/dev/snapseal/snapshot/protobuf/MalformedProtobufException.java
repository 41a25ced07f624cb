package dev.snapseal.snapshot.protobuf;

import java.io.IOException;

/// Bytes that are not a protobuf message: says at which offset of the message and which rule they
/// break.
public final class MalformedProtobufException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  public MalformedProtobufException(long offset, String rule) {
    super("at byte " + offset + " of the message: " + rule);
    this.offset = offset;
  }

  /// Bytes from the start of the message to the field that breaks the rule.
  public long offset() {
    return offset;
  }

  /// Keeps no stack trace: a damaged file has as many of these as it has records.
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // touches no state
  public Throwable fillInStackTrace() {
    return this;
  }
}
