package dev.snapseal.tools.etcd;

import java.io.IOException;

/// A running etcd did not answer, or answered with an error. The message is etcd's own; it holds no
/// value.
public final class LiveEtcdException extends IOException {
  private static final long serialVersionUID = 1L;

  LiveEtcdException(String message, Throwable cause) {
    super(message, cause);
  }
}
