package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.NamedKey;
import dev.snapseal.crypto.config.ProviderConfiguration;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.KmsPluginFactory;
import dev.snapseal.crypto.keys.ValueTransformers;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings together the keys that lie in what is searched, and the values that name such a key,
/// whichever was met first. Bounded. Belongs to one thread at a time; closing wipes the keys.
final class KeysBeside implements AutoCloseable {
  private static final int MOST_PREFIXES = 1000;
  private static final int MOST_SIGHTINGS = 1000;

  /// Samples of all prefixes together.
  private static final long MOST_SAMPLE_BYTES = 16 << 20;

  private final Map<EncryptionPrefix, Underneath> values = new HashMap<>();
  private final List<Sighting> sightings = new ArrayList<>();
  private long sampleBytes;

  /// Keys that lie together.
  private record Sighting(Hit place, List<FoundKey> keys) {}

  /// Takes keys over; those of a configuration that lies in very many places are wiped.
  void add(Hit place, List<FoundKey> keys) {
    if (sightings.size() < MOST_SIGHTINGS) {
      sightings.add(new Sighting(place, keys));
    } else {
      keys.forEach(FoundKey::close);
    }
  }

  /// What is known of the values under a prefix; nothing if there are too many prefixes.
  Optional<Underneath> under(EncryptionPrefix prefix) {
    Underneath known = values.get(prefix);
    if (known == null && values.size() < MOST_PREFIXES) {
      known = new Underneath();
      values.put(prefix, known);
    }
    return Optional.ofNullable(known);
  }

  /// Whether there is room for a value to try keys on.
  ///
  /// @param lengthBytes of it
  boolean takes(long lengthBytes) {
    if (lengthBytes > Underneath.SAMPLE_BYTES || sampleBytes + lengthBytes > MOST_SAMPLE_BYTES) {
      return false;
    }
    sampleBytes += lengthBytes;
    return true;
  }

  /// Adds what the next window or file gave, and takes its keys over.
  void addAll(KeysBeside next) {
    next.sightings.forEach(sighting -> add(sighting.place(), sighting.keys()));
    next.sightings.clear();
    next.values.forEach(
        (prefix, more) -> under(prefix).ifPresent(known -> known.addAll(more, this::takes)));
  }

  /// Tries the keys on the values.
  ///
  /// @param counts values by the prefix they begin with
  /// @return those that values name, sorted by their prefix
  List<KeyBeside> judged(Map<EncryptionPrefix, Long> counts) {
    Map<EncryptionPrefix, Trial> trials = new HashMap<>();
    for (Sighting sighting : sightings) {
      try (KeyRing ring = ring(sighting.keys());
          ValueTransformers opener = ring.newWorker()) {
        sighting.keys().stream()
            .map(FoundKey::prefix)
            .distinct()
            .filter(counts::containsKey)
            .forEach(
                prefix ->
                    trials
                        .computeIfAbsent(prefix, name -> new Trial(sighting.place(), samples(name)))
                        .attempt(opener, sighting.place()));
      }
    }
    List<KeyBeside> beside = new ArrayList<>();
    trials.forEach(
        (prefix, trial) -> beside.add(trial.outcome(prefix, counts.get(prefix), objects(prefix))));
    beside.sort(Comparator.comparing(key -> key.prefix().text()));
    return beside;
  }

  private List<Underneath.Sample> samples(EncryptionPrefix prefix) {
    Underneath known = values.get(prefix);
    return known == null ? List.of() : known.samples();
  }

  private List<Named> objects(EncryptionPrefix prefix) {
    Underneath known = values.get(prefix);
    return known == null
        ? List.of()
        : known.objects().stream().sorted(Comparator.comparing(Named::title)).toList();
  }

  private static KeyRing ring(List<FoundKey> keys) {
    List<ProviderConfiguration> providers = new ArrayList<>();
    for (FoundKey key : keys) {
      key.secret()
          .map(secret -> new NamedKey(key.prefix().keyName(), secret))
          .map(named -> new ProviderConfiguration.Keys(key.prefix().provider(), List.of(named)))
          .ifPresent(providers::add);
    }
    EncryptionConfiguration.Rule rule =
        new EncryptionConfiguration.Rule(List.of(new GroupResource("*", "*")), providers);
    return KeyRing.of(List.of(new EncryptionConfiguration(List.of(rule))), KmsPluginFactory.none());
  }

  /// The values of one prefix, and which of them were opened.
  private static final class Trial {
    private final List<Underneath.Sample> closed;
    private final int tried;
    private Hit place;

    Trial(Hit first, List<Underneath.Sample> samples) {
      this.place = first;
      this.closed = new ArrayList<>(samples);
      this.tried = samples.size();
    }

    void attempt(ValueTransformers opener, Hit here) {
      int before = closed.size();
      closed.removeIf(sample -> opens(opener, sample));
      if (before == tried && closed.size() < before) {
        place = here;
      }
    }

    private static boolean opens(ValueTransformers opener, Underneath.Sample sample) {
      byte[] value = sample.value().toArray(ValueLayout.JAVA_BYTE);
      try {
        opener.decryptWithAnyKey(sample.key(), value, 0, value.length);
        return true;
      } catch (ValueDecryptionException _) {
        return false;
      }
    }

    KeyBeside outcome(EncryptionPrefix prefix, long values, List<Named> objects) {
      return new KeyBeside(prefix, place, values, tried, tried - closed.size(), objects);
    }
  }

  @Override
  public void close() {
    sightings.forEach(sighting -> sighting.keys().forEach(FoundKey::close));
    sightings.clear();
  }
}
