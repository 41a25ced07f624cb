package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.kubernetes.StoredResource;
import dev.snapseal.tools.plaintext.Remnant;
import dev.snapseal.tools.plaintext.RemnantScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Indexes the records in bytes that no tree reaches, and what is left of plaintext objects between
/// them, as far as it says which object it was; what does not is counted.
///
/// A record that crosses into another page may have lost what followed it there to other content,
/// so those bytes are searched once more by themselves, and not yet again: crafted records inside
/// one another cost no more than twice the bytes.
final class FreeSpaceIndexer {
  /// Of one range.
  private static final int MAX_FRAGMENTS = 100_000;

  private final IndexingWorker worker;
  private final SightingScope scope;
  private final int pageSize;
  private final RecordCarver carver;
  private final SnapshotBytes bytes;

  /// @param worker of the thread that does this
  /// @param scope [SightingScope#FREE] or [SightingScope#SLACK]
  FreeSpaceIndexer(IndexingWorker worker, Snapshot snapshot, SightingScope scope) {
    this.worker = worker;
    this.scope = scope;
    this.pageSize = snapshot.meta().pageSize();
    this.bytes = snapshot.bytes();
    this.carver = new RecordCarver(bytes, pageSize);
  }

  void index(ByteRange range) throws IOException {
    carver.carve(range, new Whole());
  }

  /// Without its value a record says nothing.
  private void add(RevisionRecord record) throws IOException {
    if (record.valueLength() > 0) {
      worker.free(record, scope);
    }
  }

  private final class Whole implements RecordCarver.Visitor {
    @Override
    public void record(RevisionRecord record) throws IOException {
      add(record);
      long recordEnd = record.recordOffset() + record.recordLength();
      long nextPage = (record.recordOffset() / pageSize + 1) * pageSize;
      if (nextPage < recordEnd) {
        carver.carve(new ByteRange(nextPage, recordEnd), new Inside(record, recordEnd));
      }
    }

    @Override
    public void gap(ByteRange range) throws IOException {
      for (Fragment fragment : fragments(range, Optional.empty())) {
        worker.fragment(
            fragment.etcdKey(), bytes.slice(fragment.start(), fragment.length()), scope);
      }
    }
  }

  /// The head of a plaintext object without its record.
  private record Fragment(String key, long start, long length) {
    byte[] etcdKey() {
      return key.getBytes(UTF_8);
    }
  }

  /// Of crafted bytes each may begin one: some are kept, the others are counted.
  ///
  /// @param outer the object of the record that the bytes are of
  private List<Fragment> fragments(ByteRange range, Optional<Remnant> outer) {
    Fragments found = new Fragments(range, outer);
    RemnantScan.scan(bytes, range, found);
    return found.kept;
  }

  private final class Fragments implements RemnantScan.Visitor {
    private final ByteRange range;
    private final List<Fragment> kept = new ArrayList<>();
    private Optional<Remnant> around;
    private long aroundEnd;

    Fragments(ByteRange range, Optional<Remnant> outer) {
      this.range = range;
      this.around = outer;
      this.aroundEnd = outer.isPresent() ? range.end() : range.start();
    }

    @Override
    public void remnant(long offset, Remnant remnant) {
      Optional<String> key =
          remnant
              .name()
              .flatMap(name -> StoredResource.etcdKey(remnant.kind(), remnant.namespace(), name));
      long length = headLength(offset, remnant, range.end());
      if (key.isPresent() && kept.size() < MAX_FRAGMENTS) {
        kept.add(new Fragment(key.get(), offset, length));
        around = Optional.of(remnant);
        aroundEnd = offset + length;
      } else if (!isQuote(offset, remnant)) {
        worker.nameless(remnant.resource());
      }
    }

    /// An object's annotations may quote it: that is no more than the object.
    private boolean isQuote(long offset, Remnant remnant) {
      return offset < aroundEnd && around.filter(remnant::isNamelessLike).isPresent();
    }
  }

  private static long headLength(long offset, Remnant remnant, long end) {
    return Math.clamp(remnant.headEnd() - offset, 0, end - offset);
  }

  private final class Inside implements RecordCarver.Visitor {
    private final byte[] outerKey;
    private final Optional<Remnant> outer;

    Inside(RevisionRecord record, long end) {
      this.outerKey = record.keyBytes();
      this.outer = Remnant.behindWhiteSpace(bytes, record.valueOffset(), end);
    }

    @Override
    public void record(RevisionRecord record) throws IOException {
      add(record);
    }

    /// The record's own value may quote the object that it holds.
    @Override
    public void gap(ByteRange range) throws IOException {
      for (Fragment fragment : fragments(range, outer)) {
        byte[] etcdKey = fragment.etcdKey();
        if (!Arrays.equals(etcdKey, outerKey)) {
          worker.fragment(etcdKey, bytes.slice(fragment.start(), fragment.length()), scope);
        }
      }
    }
  }
}
