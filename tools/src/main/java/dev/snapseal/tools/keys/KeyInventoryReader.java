package dev.snapseal.tools.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.values.NonceRegistry;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// Finds the keys that values are under, in the store of one or several backups.
public final class KeyInventoryReader {
  private final Optional<KeyRing> ring;
  private final int jobs;
  private final DistinctHashes wrappedDeks = new DistinctHashes();
  private final Map<EncryptionPrefix, KeyTally> tallies =
      new TreeMap<>(Comparator.comparing(EncryptionPrefix::text));
  private final Map<EncryptionPrefix, String> published = new HashMap<>();
  private final List<InputFacts> inputs = new ArrayList<>();
  private final List<FailedInput> failures = new ArrayList<>();
  private long plaintextValues;
  private long malformedValues;

  private KeyInventoryReader(Optional<KeyRing> ring, int jobs) {
    this.ring = ring;
    this.jobs = jobs;
  }

  /// Examines all backups, one after the other.
  ///
  /// @param unopened what else was to be examined
  /// @param ring keys to compare with, which stay the caller's
  /// @param jobs threads that read, at least 1
  /// @param progress told the bytes done since it was last told; they add up to the images' lengths
  public static KeyInventory read(
      List<BackupImage> images,
      List<FailedInput> unopened,
      Optional<KeyRing> ring,
      int jobs,
      LongConsumer progress)
      throws IOException {
    KeyInventoryReader reader = new KeyInventoryReader(ring, jobs);
    reader.failures.addAll(unopened);
    for (BackupImage image : images) {
      try {
        reader.add(image, progress);
      } catch (CorruptSnapshotException e) {
        reader.failures.add(FailedInput.of(e));
      }
    }
    return reader.inventory();
  }

  private void add(BackupImage image, LongConsumer progress) throws IOException {
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
      BackgroundDigest digest = BackgroundDigest.start(snapshot, progress);
      try (RevisionIndex index = RevisionIndex.build(snapshot);
          NonceRegistry nonces = new NonceRegistry(snapshot)) {
        ValueWork<KeyCounter> work = new ValueWork<>();
        List<ValueWork.Task<KeyCounter>> tasks = new ArrayList<>();
        for (Snapshot.RevisionPart part : snapshot.revisionParts(ValueWork.PARTS)) {
          tasks.add(part::forEach);
        }
        work.offer(tasks);
        work.run(jobs, () -> new KeyCounter(index, nonces, wrappedDeks, ring), digest::join)
            .forEach(this::add);
        inputs.add(InputFacts.of(image, digest.join()));
      }
    }
  }

  private void add(KeyCounter counter) {
    counter
        .tallies()
        .forEach(
            (prefix, tally) -> tallies.computeIfAbsent(prefix, p -> new KeyTally()).addAll(tally));
    published.putAll(counter.published());
    plaintextValues += counter.plaintextValues();
    malformedValues += counter.malformedValues();
  }

  private KeyInventory inventory() {
    Optional<List<EncryptionPrefix>> configured = ring.map(KeyRing::prefixes);
    List<KeyUse> keys = new ArrayList<>();
    tallies.forEach(
        (prefix, tally) ->
            keys.add(tally.use(prefix, ring, Optional.ofNullable(published.get(prefix)))));
    return new KeyInventory(
        inputs, failures, keys, plaintextValues, malformedValues, configured.map(this::compare));
  }

  private KeyInventory.Comparison compare(List<EncryptionPrefix> configured) {
    return new KeyInventory.Comparison(
        configured.stream().filter(prefix -> !tallies.containsKey(prefix)).toList(),
        tallies.keySet().stream().filter(prefix -> !configured.contains(prefix)).toList());
  }
}
