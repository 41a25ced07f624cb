package dev.snapseal.tools.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.KmsUnavailable;
import dev.snapseal.crypto.keys.KeyRing;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was counted under one prefix; one for each worker, merged at the end.
final class KeyTally {
  private static final int MAX_KMS_KEY_IDS = 100;

  private long values;
  private long live;
  private long firstRevision = Long.MAX_VALUE;
  private long lastRevision;
  private long opens;
  private long liveOpens;
  private final Set<Integer> openers = new TreeSet<>();
  private Optional<String> failure = Optional.empty();
  private Optional<KmsPluginException> away = Optional.empty();
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

  /// @param keyNumber of the ring's key that opened it
  void countOpened(Liveness liveness, int keyNumber) {
    openers.add(keyNumber);
    opens++;
    liveOpens += liveness == Liveness.LIVE ? 1 : 0;
  }

  /// Values opened so far.
  long opens() {
    return opens;
  }

  void countFailure(ValueDecryptionException why) {
    failure = failure.or(() -> Optional.of(why.detail()));
    if (why instanceof KmsUnavailable gone && gone.getCause() instanceof KmsPluginException cause) {
      away = away.or(() -> Optional.of(cause));
    }
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
    openers.addAll(other.openers);
    failure = failure.or(() -> other.failure);
    away = away.or(() -> other.away);
    duplicateNonces += other.duplicateNonces;
    wrappedDeks += other.wrappedDeks;
    other.kmsKeys.forEach((id, tally) -> kmsKey(id).ifPresent(own -> own.addAll(tally)));
  }

  /// @param ring keys at hand; empty without a configuration
  KeyUse use(EncryptionPrefix prefix, Optional<KeyRing> ring, Optional<String> published) {
    return new KeyUse(
        prefix,
        values,
        live,
        firstRevision,
        lastRevision,
        ring.map(keys -> trial(keys.prefixes().contains(prefix), keys)),
        published,
        duplicateNonces,
        wrappedDeks,
        kmsKeys.entrySet().stream().map(key -> key.getValue().use(key.getKey())).toList());
  }

  private KeyUse.Trial trial(boolean inConfig, KeyRing keys) {
    return new KeyUse.Trial(
        inConfig,
        opens,
        liveOpens,
        failure,
        openers.stream().map(keys::configurationsOf).toList(),
        away);
  }
}
