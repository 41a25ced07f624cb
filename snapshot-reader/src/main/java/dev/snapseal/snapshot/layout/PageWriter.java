package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.KeyValueLayout;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.NewElement.NewBucket;
import dev.snapseal.snapshot.page.BranchElement;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.PageType;
import java.io.IOException;

/// Writes pages of a planned file. Belongs to one thread.
///
/// Nodes are written straight through: element array, keys and values, zeroes up to the page's end.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/inode.go">bbolt
///   inode.go, WriteInodeToPage</a>
public final class PageWriter {
  /// What a writer hands on at once, unless it is one large node.
  public static final int BUFFER_BYTES = PageBuffer.CAPACITY;

  private static final int BUCKET_FLAG = 0x01;

  private final SnapshotBytes source;
  private final ElementTable elements;
  private final ValueWriter values;
  private final PageBuffer out;
  private final int pageSize;

  PageWriter(
      SnapshotBytes source,
      ElementTable elements,
      int pageSize,
      ValueWriter values,
      PageTarget target) {
    this.source = source;
    this.elements = elements;
    this.values = values;
    this.out = new PageBuffer(target);
    this.pageSize = pageSize;
  }

  /// Writes a range of the plan.
  ///
  /// @throws SourceChangedException if an element is another than when it was planned
  public void write(PageRange range) throws IOException {
    out.seek(range.offset());
    Level level = range.level();
    for (long node = range.fromNode(); node < range.toNode(); node++) {
      if (level.below().isPresent()) {
        branch(level, level.below().get(), node);
      } else {
        long first = level.first(node);
        long end = level.end(node);
        header(level.pageId(node), PageType.LEAF, end - first, level.span(node));
        leaf(first, end);
      }
      out.zeroUpTo((level.pageId(node) + level.span(node)) * pageSize);
    }
    out.flush();
  }

  /// @param span pages of the node
  private void header(long pageId, PageType type, long count, long span) throws IOException {
    out.u64(pageId);
    out.u16(type.flag());
    out.u16((int) count);
    out.u32(span - 1);
  }

  private void branch(Level level, Level below, long node) throws IOException {
    long first = level.first(node);
    long end = level.end(node);
    header(level.pageId(node), PageType.BRANCH, end - first, level.span(node));
    long data = (end - first) * BranchElement.SIZE;
    for (long child = first; child < end; child++) {
      int keyLength = elements.keyLength(below.firstElement(child));
      out.u32(data - (child - first) * BranchElement.SIZE);
      out.u32(keyLength);
      out.u64(below.pageId(child));
      data += keyLength;
    }
    for (long child = first; child < end; child++) {
      key(below.firstElement(child));
    }
  }

  private void key(long element) throws IOException {
    if (elements.isMade(element)) {
      out.bytes(elements.made(element).key());
    } else {
      LeafElement from = elements.source(element);
      out.copy(source, from.keyOffset(), from.keyLength());
    }
  }

  /// The elements of a leaf, behind its header.
  private void leaf(long first, long end) throws IOException {
    long data = (end - first) * LeafElement.SIZE;
    for (long element = first; element < end; element++) {
      int keyLength = elements.keyLength(element);
      int valueLength = elements.valueLength(element);
      boolean isBucket = elements.isMade(element) && elements.made(element) instanceof NewBucket;
      out.u32(isBucket ? BUCKET_FLAG : 0);
      out.u32(data - (element - first) * LeafElement.SIZE);
      out.u32(keyLength);
      out.u32(valueLength);
      data += keyLength + (long) valueLength;
    }
    for (long element = first; element < end; element++) {
      keyAndValue(element);
    }
  }

  private void keyAndValue(long element) throws IOException {
    if (elements.isMade(element)) {
      made(elements.made(element));
      return;
    }
    LeafElement from = elements.source(element);
    if (elements.isRewritten(element)) {
      rewritten(element, from);
    } else {
      requirePlanned(elements.valueLength(element), from.valueLength());
      out.copy(source, from.keyOffset(), from.end() - from.keyOffset());
    }
  }

  private void rewritten(long element, LeafElement from) throws IOException {
    RevisionRecord record;
    try {
      record = RevisionRecord.read(source, 0, from);
    } catch (MalformedRecordException e) {
      throw changed();
    }
    int length = elements.newValueLength(element);
    requirePlanned(elements.valueLength(element), KeyValueLayout.rewrittenLength(record, length));
    out.copy(source, from.keyOffset(), record.valueFieldOffset() - from.keyOffset());
    if (length > 0) {
      out.u8(KeyValueLayout.VALUE_TAG);
      out.varint(length);
    }
    int at = out.room(length);
    values.write(element, record, out.array(), at, length);
    out.copy(source, record.valueEnd(), from.end() - record.valueEnd());
  }

  private void made(NewElement made) throws IOException {
    out.bytes(made.key());
    switch (made) {
      case NewElement.Row row -> out.bytes(row.value());
      case NewBucket bucket -> {
        out.u64(bucket.rootPageId());
        out.u64(bucket.sequence());
        if (bucket.isInline()) {
          header(0, PageType.LEAF, bucket.end() - bucket.first(), 1);
          leaf(bucket.first(), bucket.end());
        }
      }
    }
  }

  private void requirePlanned(long planned, long now) throws IOException {
    if (planned != now) {
      throw changed();
    }
  }

  private IOException changed() {
    return new SourceChangedException(source.file());
  }
}
