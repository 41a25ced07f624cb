package dev.snapseal.tools.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Optional;

/// The keys that the values of some backups are under: the answer of `keys`.
///
/// @param failures inputs that gave no result; they are not among `inputs`
/// @param keys by prefix; at most [#MAX_KEYS]
/// @param plaintextValues values under no key
/// @param malformedValues values with a prefix that no API server writes, or under keys beyond
///   [#MAX_KEYS]
/// @param configuration how the keys compare with those at hand, if some are
public record KeyInventory(
    List<InputFacts> inputs,
    List<FailedInput> failures,
    List<KeyUse> keys,
    long plaintextValues,
    long malformedValues,
    Optional<Comparison> configuration) {
  /// Different prefixes told apart; real clusters have a handful.
  public static final int MAX_KEYS = 10_000;

  public KeyInventory {
    inputs = List.copyOf(inputs);
    failures = List.copyOf(failures);
    keys = List.copyOf(keys);
  }

  /// How the keys of the values compare with those at hand.
  ///
  /// @param unused configured keys that no value is under
  /// @param missing keys that values are under and no configuration has
  public record Comparison(List<EncryptionPrefix> unused, List<EncryptionPrefix> missing) {
    public Comparison {
      unused = List.copyOf(unused);
      missing = List.copyOf(missing);
    }
  }

  /// Whether a live value is under a key that is missing or does not open it.
  public boolean lacksLiveKeys() {
    return configuration.isPresent() && keys.stream().anyMatch(KeyUse::lacksLiveValues);
  }

  /// Whether a key is known to everybody, or was used unsafely.
  public boolean hasUnsafeKeys() {
    return keys.stream().anyMatch(key -> key.published().isPresent() || key.duplicateNonces() > 0);
  }
}
