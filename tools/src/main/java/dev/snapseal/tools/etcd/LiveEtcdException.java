package dev.snapseal.tools.etcd;

import java.io.IOException;

/// A running etcd did not answer, or answered with an error. The message is etcd's own; it holds no
/// value.
public final class LiveEtcdException extends IOException {
  private static final long serialVersionUID = 1L;

  LiveEtcdException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Whether it answers, and not to this user.
  ///
  /// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/api/v3rpc/rpctypes/error.go">etcd
  ///   rpctypes/error.go: `ErrGRPCUserEmpty` and its neighbours</a>
  public boolean isDenied() {
    String said = String.valueOf(getMessage());
    return said.contains("user name is empty")
        || said.contains("permission denied")
        || said.contains("invalid auth token")
        || said.contains("user name not found");
  }
}
