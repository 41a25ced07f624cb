package dev.snapseal.snapshot.kv;

import java.io.IOException;

/// An element of bucket `key` that is no record of etcd's; its neighbours can still be read.
public final class MalformedRecordException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long pageId;
  private final long offset;

  public MalformedRecordException(long pageId, long offset, String message) {
    super(message);
    this.pageId = pageId;
    this.offset = offset;
  }

  public long pageId() {
    return pageId;
  }

  /// Bytes from the start of the file.
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
