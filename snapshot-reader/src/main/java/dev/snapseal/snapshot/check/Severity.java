package dev.snapseal.snapshot.check;

import java.util.Locale;

/// What a finding means for whoever wants to use the file.
public enum Severity {
  /// bbolt's own check refuses the file, or etcd dies of it or answers wrongly, at once or at a
  /// later write.
  ERROR,
  /// Unusual, and harmless to etcd: a foreign writer, or bytes where none should be.
  WARNING;

  /// `error` or `warning`.
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
