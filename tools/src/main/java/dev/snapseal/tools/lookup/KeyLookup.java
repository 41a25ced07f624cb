package dev.snapseal.tools.lookup;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads one key at one revision, as etcd's Range does.
///
/// @see <a
///   href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/mvcc/kvstore_txn.go">etcd
///   mvcc/kvstore_txn.go: `rangeKeys`</a>
public final class KeyLookup implements RecordVisitor {
  private final KeyQuery query;
  private final long upTo;
  private final SortedMap<Integer, Life> lives = new TreeMap<>();
  private long lastMain;

  private KeyLookup(KeyQuery query, long upTo) {
    this.query = query;
    this.upTo = upTo;
  }

  /// Finds what a read at the newest revision gives.
  public static Lookup newest(Snapshot snapshot, KeyQuery query) throws IOException {
    KeyLookup lookup = new KeyLookup(query, Long.MAX_VALUE);
    snapshot.forEachRevision(lookup);
    return lookup.result(snapshot);
  }

  /// Finds what a read at `revision` gives.
  public static Lookup at(Snapshot snapshot, KeyQuery query, long revision) throws IOException {
    KeyLookup lookup = new KeyLookup(query, revision);
    snapshot.forEachRevision(lookup);
    long compacted = MetaValues.read(snapshot).compactRevision().orElse(0);
    long current = Math.max(lookup.lastMain, compacted);
    if (revision > current) {
      return new Lookup.FutureRevision(current);
    }
    return revision < compacted ? new Lookup.Compacted(compacted) : lookup.result(snapshot);
  }

  @Override
  public void record(RevisionRecord record) {
    lastMain = Math.max(lastMain, record.revision().main());
    OptionalInt rank = query.rank(record.key());
    if (rank.isPresent()) {
      lives.computeIfAbsent(rank.getAsInt(), r -> new Life()).add(record, upTo);
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    // It has no key that could be meant.
  }

  /// A key that has a value wins over a likelier one that has none.
  private Lookup result(Snapshot snapshot) throws IOException {
    Optional<Lookup> first = Optional.empty();
    for (Life life : lives.values()) {
      Lookup result = life.result();
      if (result instanceof Lookup.Found) {
        return result;
      }
      first = first.or(() -> Optional.of(result));
    }
    return first.isPresent() ? first.get() : Lookup.NoSuchKey.nearest(snapshot, query);
  }

  /// The records of one key that matter.
  private static final class Life {
    private Optional<RevisionRecord> newest = Optional.empty();
    private OptionalLong lastPut = OptionalLong.empty();
    private OptionalLong firstLater = OptionalLong.empty();

    void add(RevisionRecord record, long upTo) {
      long main = record.revision().main();
      if (main > upTo) {
        firstLater = firstLater.isPresent() ? firstLater : OptionalLong.of(main);
        return;
      }
      newest = Optional.of(record);
      if (!record.isTombstone()) {
        lastPut = OptionalLong.of(main);
      }
    }

    Lookup result() {
      if (newest.isEmpty()) {
        return new Lookup.NotYetCreated(firstLater.orElseThrow());
      }
      RevisionRecord record = newest.get();
      return record.isTombstone()
          ? new Lookup.Deleted(record.revision().main(), lastPut)
          : new Lookup.Found(record);
    }
  }
}
