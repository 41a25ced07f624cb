package dev.snapseal.tools.etcd;

import java.io.IOException;

/// A certificate or a key for a client cannot be used. The message names the file and holds nothing
/// of it.
public final class EtcdCredentialsException extends IOException {
  private static final long serialVersionUID = 1L;

  EtcdCredentialsException(String message, Throwable cause) {
    super(message, cause);
  }
}
