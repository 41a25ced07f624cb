package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.caseindex.CaseException.Problem;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.input.WriteAheadLog;
import dev.snapseal.tools.lookup.KeyQuery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// An index over many backups, in a folder of its own: which key had which value at which revision,
/// and where it could be read.
///
/// No plaintext is in it: values are compared by fingerprints, see [CaseKey]. Names of objects,
/// sizes and times are in the clear, as they are in every backup.
public final class CaseIndex implements AutoCloseable {
  private final IndexStore store;
  private final Optional<CaseKey> key;

  private CaseIndex(IndexStore store, Optional<CaseKey> key) {
    this.store = store;
    this.key = key;
  }

  /// Opens a case to add to it, and makes it if there is nothing at `folder`.
  ///
  /// @throws CaseException if the folder holds something else, or somebody else adds to it
  public static CaseIndex openToAdd(Path folder) throws CaseException {
    CaseFolder files = new CaseFolder(folder);
    files.prepare();
    IndexStore store = IndexStore.openToWrite(folder, files.index());
    try {
      CaseKey key = key(files, store);
      store.removeUnused();
      return new CaseIndex(store, Optional.of(key));
    } catch (CaseException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /// Opens a case to ask it; its key is not needed, and somebody may add to it meanwhile.
  ///
  /// @throws CaseException if there is none, or nothing in it
  public static CaseIndex openToRead(Path folder) throws CaseException {
    CaseFolder files = new CaseFolder(folder);
    files.requireCase();
    IndexStore store = IndexStore.openToRead(folder, files.index());
    try {
      // Of an empty case nothing may be said: what was to be added may have failed.
      if (!isMarked(files, store) || store.evidences().isEmpty()) {
        throw IndexStore.nothingAdded(folder);
      }
      return new CaseIndex(store, Optional.empty());
    } catch (CaseException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /// The key that the index was made with; of a new one, a new one.
  private static CaseKey key(CaseFolder files, IndexStore store) throws CaseException {
    if (!isMarked(files, store)) {
      CaseKey key = files.hasKey() ? files.readKey() : files.makeKey();
      store.writeHead(key.check());
      return key;
    }
    if (!files.hasKey()) {
      throw new CaseException(files.path(), Problem.KEY_MISSING, "its key, case.key, is missing");
    }
    CaseKey key = files.readKey();
    byte[] check = store.headRow(CaseLayout.KEY_CHECK_ROW).orElse(new byte[0]);
    if (!key.isCheckedBy(check)) {
      key.close();
      throw new CaseException(
          files.path(), Problem.KEY_WRONG, "case.key is not the key that its index was made with");
    }
    return key;
  }

  /// Whether the index says its format; `false` if it is new.
  private static boolean isMarked(CaseFolder files, IndexStore store) throws CaseException {
    Optional<byte[]> format = store.headRow(CaseLayout.FORMAT_ROW);
    if (format.isEmpty()) {
      return false;
    }
    int number = format.get().length == Integer.BYTES ? ByteBuffer.wrap(format.get()).getInt() : -1;
    if (number != CaseLayout.FORMAT) {
      throw new CaseException(
          files.path(),
          Problem.UNKNOWN_FORMAT,
          "its index has format %d, and this release knows format %d"
              .formatted(number, CaseLayout.FORMAT));
    }
    return true;
  }

  /// A last look before an evidence becomes part of the case.
  @FunctionalInterface
  public interface Verification {
    /// Fails if the file is no longer what it was.
    void verify() throws IOException;
  }

  /// Adds a backup, whole or not at all, unless its content is in the case and these keys open no
  /// more of it than those before: what is in the case stays in it.
  ///
  /// @param ring keys to open values with, which stay the caller's
  /// @param unreadBeside files that may hold values, came with it, and are not added
  /// @param verification called when all is read
  /// @param progress told the bytes done since it was last told; they add up to twice the image's
  ///   length, or to once if it is in the case
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if the backup has no tree to follow
  public CaseAddition add(
      BackupImage image,
      Optional<KeyRing> ring,
      long unreadBeside,
      Verification verification,
      LongConsumer progress)
      throws IOException {
    BackgroundDigest digest = BackgroundDigest.start(image, progress);
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes());
        EvidenceReader reader = new EvidenceReader(snapshot)) {
      return addNew(
          InputFacts.of(image, digest.join()),
          ring,
          verification,
          (context, facts) ->
              reader.index(context, facts, progress).withUnreadBeside(unreadBeside));
    } finally {
      digest.join();
    }
  }

  /// Adds the write-ahead log beside a store, as an evidence of its own; whole or not at all.
  ///
  /// @param beside what the case has of the store in the same data directory
  /// @param ring keys to open values with, which stay the caller's
  /// @param verification called when all is read
  public CaseAddition addLog(
      WriteAheadLog log, Evidence beside, Optional<KeyRing> ring, Verification verification)
      throws IOException {
    LogReader reader = new LogReader(log, beside);
    return addNew(reader.facts(), ring, verification, reader::index);
  }

  /// Notes that the files beside a store, without which it was added, are in the case now: its
  /// write-ahead log was added from a directory that has the same database.
  ///
  /// @param files how many are beside it there: fewer than were missed do not make up for them
  /// @param unread how many of them hold values and are not in the case even so
  /// @return what the case has of the store now
  public Evidence addedBeside(Evidence beside, long files, long unread) throws CaseException {
    long missed = beside.gaps().unreadBeside();
    if (missed <= unread || files < missed) {
      return beside;
    }
    Evidence added = beside.withUnreadBeside(unread);
    store.replace(added);
    return added;
  }

  /// Writes the rows of an evidence.
  @FunctionalInterface
  private interface Indexing {
    Evidence index(IndexingContext context, InputFacts facts) throws IOException;
  }

  private CaseAddition addNew(
      InputFacts facts, Optional<KeyRing> ring, Verification verification, Indexing indexing)
      throws IOException {
    List<Evidence> known = store.evidences();
    Optional<Evidence> same =
        known.stream()
            .filter(evidence -> evidence.input().sha256().equals(facts.sha256()))
            .findFirst();
    if (same.isPresent() && !same.get().keys().mayBeHelpedBy(ring, ownKey())) {
      return CaseAddition.present(facts, same.get());
    }
    int number = same.map(Evidence::number).orElse(known.size() + 1);
    int rowSet = 1 + known.stream().mapToInt(Evidence::rowSet).max().orElse(0);
    IndexingContext context =
        new IndexingContext(store, ownKey(), number, rowSet, Optional.empty(), ring, same);
    boolean isWhole = false;
    store.begin(rowSet);
    try {
      Evidence evidence = indexing.index(context, same.map(Evidence::input).orElse(facts));
      verification.verify();
      CaseAddition addition =
          same.isPresent()
              ? replace(facts, same.get(), evidence.mergedWith(same.get()))
              : commit(facts, evidence);
      isWhole = addition.outcome() != CaseAddition.Outcome.PRESENT;
      return addition;
    } finally {
      if (!isWhole) {
        store.removeUnused();
      }
    }
  }

  private CaseAddition commit(InputFacts facts, Evidence evidence) throws CaseException {
    store.commit(evidence, Optional.empty());
    return CaseAddition.added(facts, evidence);
  }

  /// If nothing came of the keys, the case stays as it was.
  private CaseAddition replace(InputFacts facts, Evidence earlier, Evidence evidence)
      throws CaseException {
    if (!evidence.keys().areMoreThan(earlier.keys())) {
      return CaseAddition.present(facts, earlier);
    }
    store.commit(evidence, Optional.of(earlier));
    return CaseAddition.opened(facts, evidence, earlier);
  }

  private CaseKey ownKey() {
    return key.orElseThrow(() -> new IllegalStateException("the case is open to be read"));
  }

  /// The backups in the case, in the order in which they were added.
  public List<Evidence> evidences() throws CaseException {
    return store.evidences();
  }

  /// The backups in the case, in the order of their newest revisions.
  public CaseTimeline timeline() throws CaseException {
    Clusters clusters = clusters();
    List<CaseTimeline.Epoch> epochs = new ArrayList<>();
    try (RevisionTimes times = new RevisionTimes(store, clusters)) {
      for (Evidence evidence : clusters.byAge()) {
        String cluster = clusters.clusterOf(evidence.number());
        epochs.add(new CaseTimeline.Epoch(evidence, times.of(evidence.lastRevision(), cluster)));
      }
    }
    return new CaseTimeline(epochs);
  }

  /// Every revision of a key; empty if no evidence has the key.
  public Optional<KeyTimeline> timeline(KeyQuery query) throws CaseException {
    try (TimelineReader reader = new TimelineReader(store, clusters())) {
      return reader.read(query);
    }
  }

  /// Every object of the policy that could be read in any evidence.
  ///
  /// @param visitor given them one by one, in the order of etcd keys: there may be more than memory
  ///   holds
  public ExposureSummary exposed(ResourcePolicy policy, Consumer<Exposure> visitor)
      throws CaseException {
    try (ExposureReader reader = new ExposureReader(store, clusters(), policy, visitor)) {
      return reader.read();
    }
  }

  private Clusters clusters() throws CaseException {
    List<Evidence> evidences = store.evidences();
    Map<Integer, Instant> times = new HashMap<>();
    try (RevisionTimes stated =
            new RevisionTimes(store, new Clusters(evidences, Map.of(), Histories.UNKNOWN));
        MarkedHistories histories = new MarkedHistories(store)) {
      for (Evidence evidence : evidences) {
        stated.lastOf(evidence).ifPresent(time -> times.put(evidence.number(), time));
      }
      return new Clusters(evidences, times, histories);
    }
  }

  /// Closes the case; of what was indexed anew, the older rows are removed.
  @Override
  public void close() throws CaseException {
    try {
      if (key.isPresent()) {
        key.get().close();
        store.removeUnused();
      }
    } finally {
      store.close();
    }
  }
}
