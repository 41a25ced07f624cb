package dev.snapseal.tools.sweep;

/// How many bytes may be looked at closer, so that bytes made of nothing but beginnings cannot make
/// a sweep endless. Belongs to one thread.
final class Effort {
  private long left;
  private long refused;

  Effort(long bytes) {
    this.left = bytes;
  }

  /// Whether anything is left to look closer at one more place; what that costs is charged by who
  /// looks.
  boolean begin() {
    if (left == 0) {
      refused++;
    }
    return left > 0;
  }

  /// Takes what looking has cost; whatever was begun may be seen to its end.
  void charge(long bytes) {
    left = Math.max(0, left - bytes);
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

  /// Notes a place that was not seen to its end.
  void refuse() {
    refused++;
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
