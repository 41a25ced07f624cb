package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/// What one worker counted; added up at the end.
public final class AuditTotals {
  /// So that made-up key names do not fill the heap.
  private static final int MAX_PREFIXES = 1000;

  private static final String OTHER_NAMES = "(other names)";

  private final StateTally tally = new StateTally();
  private final Map<EncryptionPrefix, String> published = new HashMap<>();
  private final Map<EncryptionPrefix, Long> unauthenticated = new HashMap<>();
  private long values;
  private long encrypted;
  private long plaintext;
  private long stale;
  private long undecryptable;
  private long malformed;
  private long lackingKey;
  private long lackingPlugin;
  private long policyValues;
  private final Map<Scope, Long> policyPlaintext = new EnumMap<>(Scope.class);
  private long policyPublished;
  private long unattributedBytes;

  StateTally tally() {
    return tally;
  }

  /// Keys that open a value and that public documentation prints, with where it does.
  Map<EncryptionPrefix, String> published() {
    return published;
  }

  /// Values that were stored without authentication, by prefix: those of AES-CBC, and others whose
  /// providers wrote that in older releases.
  Map<EncryptionPrefix, Long> unauthenticated() {
    Map<EncryptionPrefix, Long> all = new HashMap<>(unauthenticated);
    for (EncryptionPrefix prefix : tally.prefixes()) {
      if (prefix.provider() == Provider.AESCBC) {
        all.put(prefix, tally.valuesUnder(prefix));
      }
    }
    return all;
  }

  /// Counts a value whose prefix does not tell that it is not authenticated.
  void countUnauthenticated(EncryptionPrefix prefix) {
    unauthenticated.merge(bounded(unauthenticated, prefix), 1L, Long::sum);
  }

  /// Notes that everybody can open what is under this prefix.
  ///
  /// @param where the documentation that prints the key
  void countPublished(EncryptionPrefix prefix, String where, boolean isOfPolicy) {
    published.put(bounded(published, prefix), where);
    if (isOfPolicy) {
      policyPublished++;
    }
  }

  private static EncryptionPrefix bounded(Map<EncryptionPrefix, ?> known, EncryptionPrefix prefix) {
    return known.size() < MAX_PREFIXES || known.containsKey(prefix)
        ? prefix
        : new EncryptionPrefix(prefix.provider(), OTHER_NAMES);
  }

  void countPlain(Scope scope, boolean isOfPolicy) {
    values++;
    plaintext++;
    if (isOfPolicy) {
      policyValues++;
      policyPlaintext.merge(scope, 1L, Long::sum);
    }
  }

  void countEncrypted(boolean isOfPolicy) {
    values++;
    encrypted++;
    if (isOfPolicy) {
      policyValues++;
    }
  }

  /// A value that is neither plaintext nor anything an API server encrypted.
  void countMalformedValue() {
    values++;
    malformed++;
  }

  /// An element that is no record.
  void countMalformedRecord() {
    malformed++;
  }

  /// Text that belongs to nothing that is known.
  void countUnattributed(long bytes) {
    unattributedBytes += bytes;
  }

  /// Bytes of text that belongs to nothing known.
  public long unattributedBytes() {
    return unattributedBytes;
  }

  void countStale() {
    stale++;
  }

  void countUndecryptable() {
    undecryptable++;
  }

  void countLackingKey() {
    lackingKey++;
  }

  /// A value that lacks its key because a KMS plugin is out of reach.
  void countLackingPlugin() {
    lackingKey++;
    lackingPlugin++;
  }

  /// Values with a malformed prefix, and elements that are no records: nobody can say what they
  /// are.
  public long malformed() {
    return malformed;
  }

  /// What could not be judged may be readable.
  ///
  /// @param completeness whether all of what these are of was read
  /// @param scope how much of that was examined
  Verdict verdict(AuditOptions.Completeness completeness, AuditScope scope) {
    if (!exposed().isNone()) {
      return Verdict.READABLE;
    }
    boolean sawAll =
        scope == AuditScope.ALL
            && completeness == AuditOptions.Completeness.WHOLE
            && malformed == 0
            && unattributedBytes == 0;
    return sawAll && policyValues > 0 ? Verdict.UNREADABLE : Verdict.UNDETERMINED;
  }

  /// Values of the policy, however stored.
  public long policyValues() {
    return policyValues;
  }

  AuditReport.Exposed exposed() {
    return new AuditReport.Exposed(
        plaintext(Scope.LIVE),
        plaintext(Scope.SUPERSEDED),
        plaintext(Scope.FREE) + plaintext(Scope.SLACK),
        policyPublished);
  }

  private long plaintext(Scope scope) {
    return policyPlaintext.getOrDefault(scope, 0L);
  }

  AuditReport.Summary summary() {
    return new AuditReport.Summary(
        values, encrypted, plaintext, stale, undecryptable, malformed, lackingKey, lackingPlugin);
  }

  void addAll(AuditTotals other) {
    tally.addAll(other.tally);
    other.published.forEach((prefix, where) -> published.put(bounded(published, prefix), where));
    other.unauthenticated.forEach(
        (prefix, count) ->
            unauthenticated.merge(bounded(unauthenticated, prefix), count, Long::sum));
    values += other.values;
    encrypted += other.encrypted;
    plaintext += other.plaintext;
    stale += other.stale;
    undecryptable += other.undecryptable;
    malformed += other.malformed;
    lackingKey += other.lackingKey;
    lackingPlugin += other.lackingPlugin;
    policyValues += other.policyValues;
    other.policyPlaintext.forEach((scope, count) -> policyPlaintext.merge(scope, count, Long::sum));
    policyPublished += other.policyPublished;
    unattributedBytes += other.unattributedBytes;
  }
}
