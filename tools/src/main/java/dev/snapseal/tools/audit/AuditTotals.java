package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import java.util.HashMap;
import java.util.Map;

/// What one worker counted; added up at the end.
final class AuditTotals {
  private final StateTally tally = new StateTally();
  private final Map<EncryptionPrefix, String> published = new HashMap<>();
  private final Map<EncryptionPrefix, Long> unauthenticated = new HashMap<>();
  private long values;
  private long encrypted;
  private long stale;
  private long undecryptable;
  private long malformed;
  private long policyValues;
  private long policyPlaintext;
  private long policyPublished;

  StateTally tally() {
    return tally;
  }

  /// Keys that open a value and that public documentation prints, with where it does.
  Map<EncryptionPrefix, String> published() {
    return published;
  }

  /// Values that were stored without authentication, by prefix.
  Map<EncryptionPrefix, Long> unauthenticated() {
    return unauthenticated;
  }

  void countPlain(boolean isOfPolicy) {
    values++;
    if (isOfPolicy) {
      policyValues++;
      policyPlaintext++;
    }
  }

  void countEncrypted(boolean isOfPolicy) {
    values++;
    encrypted++;
    if (isOfPolicy) {
      policyValues++;
    }
  }

  void countMalformed() {
    malformed++;
  }

  void countStale() {
    stale++;
  }

  void countUndecryptable() {
    undecryptable++;
  }

  void countPublished() {
    policyPublished++;
  }

  long policyValues() {
    return policyValues;
  }

  long policyPlaintext() {
    return policyPlaintext;
  }

  long policyPublished() {
    return policyPublished;
  }

  AuditReport.Summary summary() {
    return new AuditReport.Summary(
        values, encrypted, values - encrypted, stale, undecryptable, malformed);
  }

  void addAll(AuditTotals other) {
    tally.addAll(other.tally);
    published.putAll(other.published);
    other.unauthenticated.forEach(
        (prefix, count) -> unauthenticated.merge(prefix, count, Long::sum));
    values += other.values;
    encrypted += other.encrypted;
    stale += other.stale;
    undecryptable += other.undecryptable;
    malformed += other.malformed;
    policyValues += other.policyValues;
    policyPlaintext += other.policyPlaintext;
    policyPublished += other.policyPublished;
  }
}
