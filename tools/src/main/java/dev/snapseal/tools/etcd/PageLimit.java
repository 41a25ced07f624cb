package dev.snapseal.tools.etcd;

/// How many keys to ask for at a time, so that an answer has a few mebibytes whatever the values'
/// size.
final class PageLimit {
  private static final long WANTED_BYTES = 8 << 20;
  private static final int FIRST = 32;
  private static final int MOST = 10_000;

  /// One page to the next may grow by this.
  private static final int GROWTH = 4;

  private int keys = FIRST;

  int keys() {
    return keys;
  }

  /// Learns from a page that came.
  ///
  /// @param bytes of its keys and values
  /// @param count of its keys, at least 1
  void adapt(long bytes, int count) {
    long fitting = WANTED_BYTES / Math.max(1, bytes / count);
    keys = (int) Math.clamp(fitting, 1, Math.min(MOST, (long) keys * GROWTH));
  }

  /// Asks for less, after a page that was too large.
  ///
  /// @return whether less is possible
  boolean shrink() {
    if (keys == 1) {
      return false;
    }
    keys = Math.max(1, keys / GROWTH);
    return true;
  }
}
