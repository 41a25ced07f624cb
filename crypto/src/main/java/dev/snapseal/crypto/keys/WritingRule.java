package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import java.util.Optional;

/// How a cluster with the first configuration of a [KeyRing] writes one resource.
public final class WritingRule {
  private final boolean exists;
  private final Optional<RingEntry> writer;

  /// @param writer what encrypts; empty if values are written plain
  WritingRule(boolean exists, Optional<RingEntry> writer) {
    this.exists = exists;
    this.writer = writer;
  }

  /// Whether a rule of the configuration names this resource, possibly by a wildcard.
  public boolean exists() {
    return exists;
  }

  /// What values begin with; [EncryptionPrefix#NONE] if they are written plain.
  public EncryptionPrefix prefix() {
    return writer.map(RingEntry::prefix).orElse(EncryptionPrefix.NONE);
  }

  /// Whether this value is as the cluster would write it now: under the very key that opened it.
  public boolean isCurrent(DecryptedValue value) {
    return !value.staleInItself() && writer.equals(value.entry());
  }

  Optional<RingEntry> writer() {
    return writer;
  }
}
