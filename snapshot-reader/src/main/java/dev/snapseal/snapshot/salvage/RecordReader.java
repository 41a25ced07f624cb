package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.PageHeader;

/// Takes the records of a leaf of bucket `key` and leaves out what etcd did not write so: etcd
/// stops at start on a value that is no `KeyValue`, and a record that contradicts its own key is
/// damaged.
final class RecordReader {
  /// More changes than one request makes. A put has its place in a transaction of at most some 1.5
  /// MB as its sub, and what may come before it there are deletions of ranges.
  private static final long SUBS = 1L << 24;

  private final SnapshotBytes bytes;
  private final LeafReader leaves;
  private final FoundElements found;
  private final Losses losses;

  RecordReader(SnapshotBytes bytes, LeafReader leaves, FoundElements found, Losses losses) {
    this.bytes = bytes;
    this.leaves = leaves;
    this.found = found;
    this.losses = losses;
  }

  /// Reads a leaf; the run goes on behind it.
  ///
  /// @param end one behind the last byte that is the page's for certain
  /// @param origin such as [FoundElements#REACHED]
  void read(PageHeader header, long end, int origin) {
    leaves.read(
        header,
        end,
        new LeafReader.Visitor() {
          @Override
          public void element(LeafElement element) {
            take(header.id(), element, origin);
          }

          @Override
          public void cut(LeafElement element) {
            broken(element, origin);
          }

          @Override
          public void unreadable() {
            missing(origin);
          }
        });
  }

  /// Reads a leaf that lies inside the root's.
  ///
  /// @return whether it could be read
  boolean readInline(LeafPage leaf, int origin) {
    try {
      leaf.checkElements();
      for (int i = 0; i < leaf.count(); i++) {
        take(leaf.pageId(), leaf.element(i), origin);
      }
      return true;
    } catch (CorruptSnapshotException e) {
      missing(origin);
      return false;
    }
  }

  private void take(long pageId, LeafElement element, int origin) {
    if (isSound(pageId, element)) {
      found.add(element.keyOffset(), element.keyLength(), element.valueLength(), origin);
      if (origin <= FoundElements.FOLLOWED && bytes.bigEndian64(element.keyOffset() + 9) >= SUBS) {
        losses.unreadableElement();
      }
    } else {
      broken(element, origin);
    }
  }

  private boolean isSound(long pageId, LeafElement element) {
    if (element.isBucket() || !isRevision(element)) {
      return false;
    }
    try {
      RevisionRecord record = RevisionRecord.read(bytes, pageId, element);
      boolean isMarked = element.keyLength() == Revision.KEY_LENGTH || record.isTombstone();
      return isMarked && (record.isTombstone() || agrees(record, element));
    } catch (MalformedRecordException e) {
      return false;
    }
  }

  /// A record without a value is what a restore leaves that raises the revision.
  private static boolean agrees(RevisionRecord record, LeafElement element) {
    return element.valueLength() == 0 || record.modRevision() == record.revision().main();
  }

  private void broken(LeafElement element, int origin) {
    if (element.isBucket() || !isRevision(element)) {
      missing(origin);
      return;
    }
    found.addBroken(
        element.keyOffset(), element.keyLength(), Math.max(0, element.valueLength()), origin);
  }

  private boolean isRevision(LeafElement element) {
    return Revision.fromKeyBytes(bytes, element.keyOffset(), element.keyLength()).isPresent();
  }

  /// Nobody knows what stood here: the run ends.
  private void missing(int origin) {
    found.endRun();
    if (origin != FoundElements.IMAGE) {
      losses.unreadableElement();
    }
  }
}
