package dev.snapseal.snapshot.internal;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.page.BranchPage;
import dev.snapseal.snapshot.page.FreelistPage;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageLimits;
import dev.snapseal.snapshot.page.PageType;
import dev.snapseal.snapshot.page.TreePage;

/// Turns page ids into pages; every id, flag, count and overflow is checked here.
///
/// Made for one meta page whose image lies wholly inside the file.
public final class PageDecoder {
  private static final int BUCKET_HEADER_SIZE = 16;

  private final SnapshotBytes bytes;
  private final MetaPage meta;

  /// @throws CorruptSnapshotException if the file ends before the meta page's high-water mark, or
  ///   has more pages than can be accounted for
  public PageDecoder(SnapshotBytes bytes, MetaPage meta) throws CorruptSnapshotException {
    this.bytes = bytes;
    this.meta = meta;
    long pagesInFile = bytes.length() / meta.pageSize();
    if (Long.compareUnsigned(meta.highWaterMark(), pagesInFile) > 0) {
      throw bytes.corrupt(
          StructureRule.FILE_TRUNCATED,
          "truncated: %s pages of %d bytes are in use, the file has %d bytes"
              .formatted(
                  Long.toUnsignedString(meta.highWaterMark()), meta.pageSize(), bytes.length()));
    }
    if (meta.highWaterMark() > PageLimits.MAX_PAGES) {
      throw bytes.corrupt(
          StructureRule.FILE_TOO_LARGE,
          "%d pages are in use, this program reads up to %d"
              .formatted(meta.highWaterMark(), PageLimits.MAX_PAGES));
    }
  }

  /// Checks that root and freelist can be where the meta page puts them.
  public void checkReferences() throws CorruptSnapshotException {
    if (!isTreePageId(meta.rootPageId())) {
      throw badReference("root", meta.rootPageId());
    }
    if (meta.hasFreelist() && !isTreePageId(meta.freelistPageId())) {
      throw badReference("freelist", meta.freelistPageId());
    }
  }

  public SnapshotBytes bytes() {
    return bytes;
  }

  public MetaPage meta() {
    return meta;
  }

  /// File offset of a page below the high-water mark.
  public long offsetOf(long pageId) {
    return pageId * meta.pageSize();
  }

  /// Whether the id can be a tree's or the freelist's: neither a meta page nor beyond the
  /// high-water mark.
  public boolean isTreePageId(long pageId) {
    return pageId >= 2 && pageId < meta.highWaterMark();
  }

  /// Header of page `pageId`, itself checked against every rule that needs no other page.
  public PageHeader header(long pageId) throws CorruptSnapshotException {
    if (!isTreePageId(pageId)) {
      throw bytes.corrupt(
          StructureRule.PAGE_OUT_OF_BOUNDS,
          "page %s is out of bounds: tree pages are 2 to %d"
              .formatted(Long.toUnsignedString(pageId), meta.highWaterMark() - 1));
    }
    long offset = offsetOf(pageId);
    long id = bytes.u64(offset);
    if (id != pageId) {
      throw bytes.corrupt(
          pageId,
          offset,
          StructureRule.PAGE_ID,
          "page identifies itself as " + Long.toUnsignedString(id));
    }
    int flags = bytes.u16(offset + 8);
    PageType type =
        PageType.fromFlags(flags)
            .orElseThrow(
                () ->
                    bytes.corrupt(
                        pageId,
                        offset + 8,
                        StructureRule.PAGE_TYPE,
                        "page has the unknown type 0x%02x".formatted(flags)));
    long overflow = bytes.u32(offset + 12);
    if (overflow >= meta.highWaterMark() - pageId) {
      throw bytes.corrupt(
          pageId,
          offset + 12,
          StructureRule.OVERFLOW_OUT_OF_BOUNDS,
          "page claims %d overflow pages, beyond the high-water mark %d"
              .formatted(overflow, meta.highWaterMark()));
    }
    return new PageHeader(pageId, type, bytes.u16(offset + 10), overflow);
  }

  /// A branch or leaf page.
  public TreePage treePage(long pageId) throws CorruptSnapshotException {
    PageHeader header = header(pageId);
    long offset = offsetOf(pageId);
    long end = offset + header.span() * meta.pageSize();
    return switch (header.type()) {
      case BRANCH -> new BranchPage(bytes, header, offset, end);
      case LEAF -> new LeafPage(bytes, pageId, header, offset, end);
      case META, FREELIST ->
          throw bytes.corrupt(
              pageId,
              offset + 8,
              StructureRule.PAGE_TYPE,
              "a tree refers to a "
                  + header.type().name().toLowerCase(java.util.Locale.ROOT)
                  + " page");
    };
  }

  /// The freelist the meta page names; call only if it has one.
  public FreelistPage freelist() throws CorruptSnapshotException {
    PageHeader header = header(meta.freelistPageId());
    long offset = offsetOf(header.id());
    if (header.type() != PageType.FREELIST) {
      throw bytes.corrupt(
          header.id(),
          offset + 8,
          StructureRule.FREELIST_TYPE,
          "the meta page's freelist is a "
              + header.type().name().toLowerCase(java.util.Locale.ROOT)
              + " page");
    }
    return new FreelistPage(bytes, header, offset, offset + header.span() * meta.pageSize());
  }

  /// The bucket that a leaf element with the bucket flag holds.
  ///
  /// @param pageId page of the element, for errors
  public BucketRoot bucket(long pageId, LeafElement element) throws CorruptSnapshotException {
    long at = element.valueOffset();
    if (element.valueLength() < BUCKET_HEADER_SIZE) {
      throw bytes.corrupt(
          pageId,
          at,
          StructureRule.BUCKET_HEADER,
          "a bucket has a value of " + element.valueLength() + " bytes, its header alone takes 16");
    }
    long root = bytes.u64(at);
    long sequence = bytes.u64(at + 8);
    if (root == 0) {
      return new BucketRoot.Inline(sequence, inlineLeaf(pageId, element));
    }
    if (element.valueLength() != BUCKET_HEADER_SIZE) {
      throw bytes.corrupt(
          pageId,
          at,
          StructureRule.BUCKET_HEADER,
          "a bucket with a root page has a value of "
              + element.valueLength()
              + " bytes instead of 16");
    }
    return new BucketRoot.Paged(sequence, root);
  }

  private LeafPage inlineLeaf(long pageId, LeafElement element) throws CorruptSnapshotException {
    long start = element.valueOffset() + BUCKET_HEADER_SIZE;
    if (element.end() - start < PageHeader.SIZE) {
      throw bytes.corrupt(
          pageId,
          start,
          StructureRule.INLINE_BUCKET,
          "an inline bucket has no room for its page header");
    }
    int flags = bytes.u16(start + 8);
    if (flags != PageType.LEAF.flag()) {
      throw bytes.corrupt(
          pageId,
          start + 8,
          StructureRule.INLINE_BUCKET,
          "an inline bucket's page has type 0x%02x, not leaf".formatted(flags));
    }
    PageHeader header =
        new PageHeader(
            bytes.u64(start), PageType.LEAF, bytes.u16(start + 10), bytes.u32(start + 12));
    return new LeafPage(bytes, pageId, header, start, element.end());
  }

  private CorruptSnapshotException badReference(String what, long pageId) {
    return bytes.corrupt(
        meta.pageId(),
        meta.pageId() * meta.pageSize() + ("root".equals(what) ? 32 : 48),
        StructureRule.META_REFERENCE,
        "meta page puts the %s on page %s, allowed are 2 to %d"
            .formatted(what, Long.toUnsignedString(pageId), meta.highWaterMark() - 1));
  }
}
