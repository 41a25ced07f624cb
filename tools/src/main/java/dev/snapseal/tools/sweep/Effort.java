package dev.snapseal.tools.sweep;

/// How many bytes may be looked at closer, so that bytes made of nothing but beginnings cannot make
/// a sweep endless. Belongs to one thread.
final class Effort {
  private long left;
  private long refused;

  Effort(long bytes) {
    this.left = bytes;
  }

  /// Whether there is so much left; takes it.
  boolean spend(long bytes) {
    if (left < bytes) {
      refused++;
      return false;
    }
    left -= bytes;
    return true;
  }

  /// How many bytes may still be looked at.
  long left() {
    return left;
  }

  /// Takes what looking has cost; what took all that was left may not have been seen to its end.
  void use(long bytes) {
    if (bytes > 0 && bytes >= left) {
      refused++;
    }
    left = Math.max(0, left - bytes);
  }

  /// Places that were not looked at.
  long refused() {
    return refused;
  }
}
