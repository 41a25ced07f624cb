package dev.snapseal.snapshot.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.Bucket;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.KeyValueLayout;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.PageLimits;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Walks a snapshot once, in key order, and lays out the new file as it goes.
final class SnapshotPlanner {
  /// Of buckets in buckets; etcd makes none.
  private static final int MAX_DEPTH = 64;

  private static final int MAX_NESTED = 1 << 16;

  private final Snapshot source;
  private final SnapshotBytes bytes;
  private final RecordPlan records;
  private final TreeMap<byte[], byte[]> metaRows = new TreeMap<>(Arrays::compareUnsigned);
  private final FilePlanner file;
  private final PageSet visited;
  private int nestedBuckets;
  private LeafElement lastName = new LeafElement(0, 0, 0, 0, 0);

  /// @param metaRows rows of bucket `meta` that take the place of the source's, or are added
  SnapshotPlanner(Snapshot source, RecordPlan records, Map<String, byte[]> metaRows) {
    this.source = source;
    this.bytes = source.bytes();
    this.records = records;
    this.file = new FilePlanner(bytes, FileHead.of(source.meta()));
    metaRows.forEach((key, value) -> this.metaRows.put(key.getBytes(UTF_8), value));
    this.visited = new PageSet(source.meta().highWaterMark());
  }

  SnapshotPlan plan() throws IOException {
    try {
      List<NewElement> buckets = new ArrayList<>();
      for (Bucket bucket : source.buckets(visited)) {
        checkName(bucket);
        buckets.add(bucket(bucket, 0));
      }
      if (!metaRows.isEmpty()) {
        throw bytes.corrupt(
            StructureRule.ETCD_BUCKETS, "bucket 'meta' is missing: no backup of etcd");
      }
      return file.finish(buckets);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// The rules that a reader of buckets does without, and a writer must not.
  private void checkName(Bucket bucket) throws CorruptSnapshotException {
    checkKey(bucket.pageId(), lastName, bucket.element());
    lastName = bucket.element();
  }

  private void checkKey(long pageId, LeafElement last, LeafElement element)
      throws CorruptSnapshotException {
    if (element.keyLength() == 0) {
      throw bytes.corrupt(
          pageId, element.offset(), StructureRule.KEY_EMPTY, "an element without a key");
    }
    if (bytes.compare(last.keyOffset(), last.keyLength(), element.keyOffset(), element.keyLength())
        >= 0) {
      throw bytes.corrupt(
          pageId,
          element.offset(),
          StructureRule.KEY_ORDER,
          "a key that is not above the one before it");
    }
  }

  private NewElement bucket(Bucket bucket, int depth) throws IOException {
    byte[] name = bucket.nameSegment().toArray(ValueLayout.JAVA_BYTE);
    boolean isKey = bucket.is(EtcdBucket.KEY);
    Map<Long, NewElement> nested = isKey ? Map.of() : nested(bucket, depth);
    FilePlanner.BucketTree tree = file.begin();
    BucketPlanner planner =
        isKey
            ? new RecordPlanner(tree)
            : bucket.is(EtcdBucket.META)
                ? new MetaPlanner(tree, nested)
                : new BucketPlanner(tree, nested);
    source.forEach(bucket, visited, planner);
    planner.end();
    return tree.end(name, bucket.sequence());
  }

  /// Lays out the buckets inside a bucket, by the place of their elements; etcd makes none. Before
  /// the bucket itself, whose elements follow each other.
  private Map<Long, NewElement> nested(Bucket parent, int depth) throws IOException {
    Map<Long, NewElement> nested = new HashMap<>();
    source.forEach(
        parent,
        (leaf, element) -> {
          if (element.isBucket()) {
            if (depth == MAX_DEPTH || nestedBuckets == MAX_NESTED) {
              throw fault(
                  leaf, element, StructureRule.BUCKET_TOO_DEEP, "too many buckets in buckets");
            }
            nestedBuckets++;
            Bucket bucket =
                new Bucket(
                    bytes.slice(element.keyOffset(), element.keyLength()),
                    element,
                    leaf.pageId(),
                    source.pages().bucket(leaf.pageId(), element),
                    Optional.empty());
            nested.put(element.offset(), bucket(bucket, depth + 1));
          }
        });
    return nested;
  }

  private CorruptSnapshotException fault(
      LeafPage leaf, LeafElement element, StructureRule rule, String found) {
    return bytes.corrupt(leaf.pageId(), element.offset(), rule, found);
  }

  /// Copies a bucket's elements.
  private class BucketPlanner implements Snapshot.ElementVisitor {
    final FilePlanner.BucketTree tree;
    private final Map<Long, NewElement> nested;
    private LeafElement last = new LeafElement(0, 0, 0, 0, 0);

    BucketPlanner(FilePlanner.BucketTree tree, Map<Long, NewElement> nested) {
      this.tree = tree;
      this.nested = nested;
    }

    @Override
    public void element(LeafPage leaf, LeafElement element) throws IOException {
      checkKey(leaf.pageId(), last, element);
      last = element;
      take(leaf, element);
    }

    void take(LeafPage leaf, LeafElement element) throws IOException {
      if (element.isBucket()) {
        tree.add(nested.get(element.offset()));
      } else {
        tree.copy(element);
      }
    }

    void end() {}
  }

  /// Puts new rows in their places.
  private final class MetaPlanner extends BucketPlanner {
    MetaPlanner(FilePlanner.BucketTree tree, Map<Long, NewElement> nested) {
      super(tree, nested);
    }

    @Override
    void take(LeafPage leaf, LeafElement element) throws IOException {
      byte[] key = bytes.copy(element.keyOffset(), element.keyLength());
      while (!metaRows.isEmpty() && Arrays.compareUnsigned(metaRows.firstKey(), key) < 0) {
        addRow();
      }
      if (!metaRows.isEmpty() && Arrays.equals(metaRows.firstKey(), key)) {
        addRow();
      } else {
        super.take(leaf, element);
      }
    }

    @Override
    void end() {
      while (!metaRows.isEmpty()) {
        addRow();
      }
    }

    private void addRow() {
      Map.Entry<byte[], byte[]> row = metaRows.pollFirstEntry();
      tree.add(new NewElement.Row(row.getKey(), row.getValue()));
    }
  }

  /// Asks what becomes of each record.
  private final class RecordPlanner extends BucketPlanner {
    RecordPlanner(FilePlanner.BucketTree tree) {
      super(tree, Map.of());
    }

    @Override
    void end() {
      tree.areRecords();
    }

    @Override
    void take(LeafPage leaf, LeafElement element) throws IOException {
      if (element.isBucket()) {
        throw fault(leaf, element, StructureRule.REVISION_KEY, "a bucket lies among the revisions");
      }
      RevisionRecord record;
      try {
        record = RevisionRecord.read(bytes, leaf.pageId(), element);
      } catch (MalformedRecordException fault) {
        records.malformed(fault);
        tree.copy(element);
        return;
      }
      long answer = records.newValueLength(record);
      if (answer == RecordPlan.COPY) {
        tree.copy(element);
      } else if (answer == RecordPlan.DROP) {
        file.drop();
      } else {
        rewrite(element, record, answer);
      }
    }

    private void rewrite(LeafElement element, RevisionRecord record, long newValueLength) {
      long length = KeyValueLayout.rewrittenLength(record, newValueLength);
      if (record.hasRepeatedFields() || length > PageLimits.MAX_VALUE_LENGTH) {
        throw new IllegalArgumentException("such a record cannot have another value");
      }
      tree.rewrite(element, (int) length, (int) newValueLength);
    }
  }
}
