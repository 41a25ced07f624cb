package dev.snapseal.tools.keysource;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.FoundConfiguration;
import dev.snapseal.crypto.config.NamedKey;
import dev.snapseal.crypto.config.ProviderConfiguration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Keys, and where they were found.
///
/// @param sealed whether they were encrypted themselves where they lie
/// @param configuration the receiver's, who closes it
public record KeySource(Origin origin, boolean sealed, EncryptionConfiguration configuration) {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /// The keys at a place inside what `origin` names.
  static KeySource bare(Origin origin, FoundConfiguration found) {
    return new KeySource(origin.at(found.place()), false, found.configuration());
  }

  /// The same of something that had to be opened.
  static KeySource sealed(Origin origin, FoundConfiguration found) {
    return new KeySource(origin.at(found.place()), true, found.configuration());
  }

  /// Later ones first, where their origins count upwards: revisions of a static pod, or Secrets
  /// with one key each. The latest is what a cluster writes with.
  static List<KeySource> latestFirst(List<KeySource> sources) {
    return sources.stream()
        .sorted(
            Comparator.comparingLong((KeySource source) -> count(source.origin().text()))
                .reversed())
        .toList();
  }

  /// The last number that is short enough to be a count.
  private static long count(String origin) {
    return NUMBER
        .matcher(origin)
        .results()
        .map(MatchResult::group)
        .filter(digits -> digits.length() < 10)
        .mapToLong(Long::parseLong)
        .reduce(0, (_, last) -> last);
  }

  /// The prefixes of values that these keys and plugins are for.
  public Stream<EncryptionPrefix> prefixes() {
    return configuration.rules().stream()
        .flatMap(rule -> rule.providers().stream())
        .flatMap(KeySource::prefixes);
  }

  private static Stream<EncryptionPrefix> prefixes(ProviderConfiguration provider) {
    // Not a switch: it is linked by generating a class, three milliseconds of every start.
    if (provider instanceof ProviderConfiguration.Keys(Provider kind, List<NamedKey> keys)) {
      return keys.stream().map(key -> new EncryptionPrefix(kind, key.name()));
    }
    return provider instanceof ProviderConfiguration.Kms kms
        ? Stream.of(new EncryptionPrefix(kms.provider(), kms.name()))
        : Stream.empty();
  }

  /// Whether there are keys in it, and not only plugins or nothing.
  public boolean hasKeys() {
    return configuration.rules().stream()
        .flatMap(rule -> rule.providers().stream())
        .anyMatch(ProviderConfiguration.Keys.class::isInstance);
  }

  /// Whether its keys have names that k3s and RKE2 give.
  public boolean hasKeysOfK3s() {
    return prefixes().anyMatch(KeySource::isOfK3s);
  }

  /// Whether k3s or RKE2 gave the key its name: `aescbckey`, `secretboxkey`, or one of these with
  /// the time of a rotation.
  public static boolean isOfK3s(EncryptionPrefix prefix) {
    return prefix.keyName().startsWith("aescbckey") || prefix.keyName().startsWith("secretboxkey");
  }

  /// Whether it may be OpenShift's, which names its keys by numbers and keeps more in the store.
  boolean hasNumberedKeys() {
    return prefixes().anyMatch(prefix -> isNumber(prefix.keyName()));
  }

  private static boolean isNumber(String name) {
    return name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
