package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.keys.KeyFingerprint;
import dev.snapseal.crypto.keys.KeyRing;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The keys that an evidence was indexed with, perhaps at several times, and what they did.
///
/// @param use whether there were any
/// @param tried what they are known again by, under the case's key
/// @param opened encrypted values that they opened
/// @param missing those that they did not open
public record EvidenceKeys(
    Use use, List<KeyFingerprint> tried, long opened, List<MissingKey> missing) {

  public EvidenceKeys {
    tried = List.copyOf(tried);
    missing = List.copyOf(missing);
  }

  /// Whether there were keys to open values with.
  public enum Use {
    GIVEN,
    NONE
  }

  /// Of an evidence whose values the workers have indexed.
  static EvidenceKeys of(IndexingContext context, Collection<IndexingWorker> workers) {
    return new EvidenceKeys(
        context.ring().isPresent() ? Use.GIVEN : Use.NONE,
        tried(context),
        workers.stream().mapToLong(IndexingWorker::opened).sum(),
        MissingKeys.all(workers));
  }

  private static List<KeyFingerprint> tried(IndexingContext context) {
    return Stream.concat(
            context.earlier().stream().flatMap(evidence -> evidence.keys().tried.stream()),
            context.ring().stream().flatMap(ring -> fingerprints(ring, context.key())))
        .distinct()
        .toList();
  }

  private static Stream<KeyFingerprint> fingerprints(KeyRing ring, CaseKey key) {
    return ring.fingerprints(key.forMac()).stream();
  }

  /// Values that keys were tried on in vain.
  public long unopened() {
    return missing.stream()
        .filter(one -> one.why() != MissingKey.Why.NOT_TRIED && !one.isWithoutPrefix())
        .mapToLong(MissingKey::values)
        .sum();
  }

  /// Whether these keys may open more: one of them is new here, or is held by a plugin that may
  /// answer now.
  boolean mayBeHelpedBy(Optional<KeyRing> ring, CaseKey key) {
    return missing.stream().anyMatch(MissingKey::isMendable)
        && ring.stream()
            .flatMap(given -> fingerprints(given, key))
            .anyMatch(one -> one.id().isEmpty() || !tried.contains(one));
  }

  /// Whether there are more of them, or they have opened more.
  boolean areMoreThan(EvidenceKeys earlier) {
    return tried.size() > earlier.tried.size() || opened > earlier.opened;
  }
}
