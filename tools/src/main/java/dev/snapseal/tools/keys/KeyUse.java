package dev.snapseal.tools.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.KmsPluginException;
import java.util.List;
import java.util.Optional;

/// One key and the values under it, in the revisions that the store has.
///
/// @param values live and superseded
/// @param firstRevision lowest main revision among them
/// @param lastRevision highest main revision among them
/// @param trial what the configured keys did; empty without a configuration
/// @param published where the key is printed, if it is one that public documentation prints
/// @param duplicateNonces values whose nonce or IV another value under the key has too
/// @param wrappedDeks different wrapped data keys, with KMS; at least that many if there are more
///   than [DistinctHashes#MAX_ENTRIES] in all
/// @param kmsKeys the plugin's keys that wrapped them, with KMS v2; at most 100, by id
public record KeyUse(
    EncryptionPrefix prefix,
    long values,
    long live,
    long firstRevision,
    long lastRevision,
    Optional<Trial> trial,
    Optional<String> published,
    long duplicateNonces,
    long wrappedDeks,
    List<KmsKeyUse> kmsKeys) {
  public KeyUse {
    kmsKeys = List.copyOf(kmsKeys);
  }

  /// What the plugin calls the keys that wrapped the values.
  public List<String> kmsKeyIds() {
    return kmsKeys.stream().map(KmsKeyUse::id).toList();
  }

  /// What the configured keys did.
  ///
  /// @param inConfig whether a configuration has a key of this provider and name
  /// @param opens values that were opened
  /// @param liveOpens live ones among them
  /// @param failure why the first of the others was not
  /// @param openers for each key that opened some, the configurations that have it, as indexes in
  ///   their order
  /// @param away why the plugin was not asked, if it was not
  public record Trial(
      boolean inConfig,
      long opens,
      long liveOpens,
      Optional<String> failure,
      List<List<Integer>> openers,
      Optional<KmsPluginException> away) {
    public Trial {
      openers = List.copyOf(openers);
    }
  }

  boolean lacksLiveValues() {
    return trial.isPresent() && trial.get().liveOpens() < live;
  }
}
