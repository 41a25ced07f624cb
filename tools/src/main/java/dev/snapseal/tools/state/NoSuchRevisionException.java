package dev.snapseal.tools.state;

import java.io.IOException;

/// The backup does not have the state of the revision that was asked for.
public final class NoSuchRevisionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long nearest;

  private NoSuchRevisionException(String file, String message, long nearest) {
    super("[" + file + "] " + message);
    this.nearest = nearest;
  }

  static NoSuchRevisionException future(String file, long current) {
    return new NoSuchRevisionException(
        file,
        "etcdserver: mvcc: required revision is a future revision; the newest is " + current,
        current);
  }

  static NoSuchRevisionException compacted(String file, long oldest) {
    return new NoSuchRevisionException(
        file,
        "etcdserver: mvcc: required revision has been compacted; the oldest left is " + oldest,
        oldest);
  }

  /// The revision nearest to the wanted one of which the backup has the state.
  public long nearest() {
    return nearest;
  }
}
