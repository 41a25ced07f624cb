package dev.snapseal.tools.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was counted under one prefix; one for each worker, merged at the end.
final class KeyTally {
  private static final int MAX_KMS_KEY_IDS = 100;

  private long values;
  private long live;
  private long firstRevision = Long.MAX_VALUE;
  private long lastRevision;
  private long opens;
  private long liveOpens;
  private Optional<String> failure = Optional.empty();
  private long duplicateNonces;
  private long wrappedDeks;
  private final Map<String, KmsKeyTally> kmsKeys = new TreeMap<>();

  /// Whether a value is the newest of a key that exists.
  enum Liveness {
    LIVE,
    SUPERSEDED
  }

  void countValue(Liveness liveness, long revision) {
    values++;
    live += liveness == Liveness.LIVE ? 1 : 0;
    firstRevision = Math.min(firstRevision, revision);
    lastRevision = Math.max(lastRevision, revision);
  }

  void countOpened(Liveness liveness) {
    opens++;
    liveOpens += liveness == Liveness.LIVE ? 1 : 0;
  }

  /// Values opened so far.
  long opens() {
    return opens;
  }

  void countFailure(String detail) {
    failure = failure.or(() -> Optional.of(detail));
  }

  void countDuplicateNonce() {
    duplicateNonces++;
  }

  void countWrappedDek() {
    wrappedDeks++;
  }

  /// What is counted of the key that a plugin calls by this id.
  ///
  /// @return nothing for an empty id, and beyond the first [#MAX_KMS_KEY_IDS]
  Optional<KmsKeyTally> kmsKey(String id) {
    if (id.isEmpty() || (kmsKeys.size() >= MAX_KMS_KEY_IDS && !kmsKeys.containsKey(id))) {
      return Optional.empty();
    }
    return Optional.of(kmsKeys.computeIfAbsent(id, _ -> new KmsKeyTally()));
  }

  void addAll(KeyTally other) {
    values += other.values;
    live += other.live;
    firstRevision = Math.min(firstRevision, other.firstRevision);
    lastRevision = Math.max(lastRevision, other.lastRevision);
    opens += other.opens;
    liveOpens += other.liveOpens;
    failure = failure.or(() -> other.failure);
    duplicateNonces += other.duplicateNonces;
    wrappedDeks += other.wrappedDeks;
    other.kmsKeys.forEach((id, tally) -> kmsKey(id).ifPresent(own -> own.addAll(tally)));
  }

  /// @param configured prefixes at hand; empty without a configuration
  KeyUse use(
      EncryptionPrefix prefix,
      Optional<List<EncryptionPrefix>> configured,
      Optional<String> published) {
    return new KeyUse(
        prefix,
        values,
        live,
        firstRevision,
        lastRevision,
        configured.map(
            known -> new KeyUse.Trial(known.contains(prefix), opens, liveOpens, failure)),
        published,
        duplicateNonces,
        wrappedDeks,
        kmsKeys.entrySet().stream().map(key -> key.getValue().use(key.getKey())).toList());
  }
}
