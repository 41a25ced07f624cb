package dev.snapseal.snapshot.carve;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.MetaDecoder;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageLimits;
import dev.snapseal.snapshot.page.PageType;
import java.util.Optional;
import java.util.function.Consumer;

/// Recognises bbolt's pages at every sector, by their shape alone: the elements of a page lie
/// without gaps, the first right behind the table, their keys ascend, and the number of overflow
/// pages is what that takes.
///
/// Only the first 4 KiB are looked at: in a fragmented file, what follows may be another's. An
/// empty leaf, as of a bucket without keys, cannot be told from other bytes and is left out.
///
/// A salvage knows pages by another rule, and must: in a file whose page size is known a page lies
/// where its id says, which is so strong a sign that its elements may be damaged and are taken one
/// by one. Here the id says nothing of the place, so that the elements must bear the proof alone;
/// whoever asked that of a damaged file would lose the very pages that are to be salvaged.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go</a>
public final class PageCarver {
  /// What a disk writes whole; a file system, and so a page, may begin at any of them.
  public static final int SECTOR_BYTES = 512;

  /// The smallest page size that etcd has: that of the machine's memory.
  private static final int LEAST_PAGE_SIZE = 4096;

  private static final int ELEMENT_BYTES = 16;
  private static final int POSITION = 4;
  private static final int KEY_LENGTH = 8;
  private static final int VALUE_LENGTH = 12;
  private static final int COUNT_IN_FIRST_ID = 0xFFFF;
  private static final int FIRST_DATA_PAGE = 2;

  private final SnapshotBytes bytes;
  private final long end;

  private PageCarver(SnapshotBytes bytes, long end) {
    this.bytes = bytes;
    this.end = end;
  }

  /// Gives every page that begins in `range`, in order of their offsets.
  ///
  /// @param range begins at a sector
  /// @param end first byte behind those that may be read
  public static void carve(
      SnapshotBytes bytes, ByteRange range, long end, Consumer<CarvedPage> pages) {
    PageCarver carver = new PageCarver(bytes, end);
    long last = Math.min(range.end() - 1, end - LEAST_PAGE_SIZE);
    for (long offset = range.start(); offset <= last; offset += SECTOR_BYTES) {
      carver.pageAt(offset).ifPresent(pages);
    }
  }

  private Optional<CarvedPage> pageAt(long offset) {
    long word = bytes.u64(offset + Long.BYTES);
    Optional<PageType> type = PageType.fromFlags((int) word & 0xFFFF);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    long id = bytes.u64(offset);
    int count = (int) (word >>> 16) & 0xFFFF;
    long overflow = word >>> 32;
    boolean isMeta = type.get() == PageType.META;
    if (id < (isMeta ? 0 : FIRST_DATA_PAGE) || id > PageLimits.MAX_PAGES) {
      return Optional.empty();
    }
    long used =
        switch (type.get()) {
          case META -> metaBytes(offset);
          case LEAF, BRANCH -> elementBytes(offset, count, type.get() == PageType.LEAF);
          case FREELIST -> freelistBytes(offset, count);
        };
    return used > 0 && (isMeta || isOverflowOf(used, overflow))
        ? Optional.of(new CarvedPage(offset, id, type.get(), count))
        : Optional.empty();
  }

  private long metaBytes(long offset) {
    try {
      return MetaDecoder.read(bytes, 0, offset).pageSize();
    } catch (CorruptSnapshotException e) {
      return 0;
    }
  }

  /// Whether a page of so many bytes has so many overflow pages, in any page size.
  private static boolean isOverflowOf(long usedBytes, long overflow) {
    for (int size = LEAST_PAGE_SIZE; size <= PageLimits.MAX_PAGE_SIZE; size *= 2) {
      if ((usedBytes - 1) / size == overflow) {
        return true;
      }
    }
    return false;
  }

  /// Bytes that a page of elements uses, 0 if it is none.
  private long elementBytes(long page, int count, boolean isLeaf) {
    long table = page + PageHeader.SIZE;
    long border = Math.min(end, page + LEAST_PAGE_SIZE);
    long next = table + (long) count * ELEMENT_BYTES;
    long previousKey = 0;
    long previousLength = 0;
    for (int i = 0; i < count; i++) {
      long element = table + (long) i * ELEMENT_BYTES;
      if (element + ELEMENT_BYTES > border) {
        // The rest of the table is on a page of its own: what was seen must do.
        return next - page;
      }
      long key = element + bytes.u32(isLeaf ? element + POSITION : element);
      long keyLength = bytes.u32(element + (isLeaf ? KEY_LENGTH : POSITION));
      long valueLength = isLeaf ? bytes.u32(element + VALUE_LENGTH) : 0;
      boolean fits =
          key == next
              && keyLength > 0
              && keyLength <= PageLimits.MAX_KEY_LENGTH
              && valueLength <= PageLimits.MAX_VALUE_LENGTH
              && (isLeaf
                  ? bytes.u32(element) <= 1
                  : bytes.u64(element + KEY_LENGTH) >= FIRST_DATA_PAGE);
      if (!fits) {
        return 0;
      }
      if (key + keyLength <= border) {
        if (i > 0 && bytes.compare(previousKey, previousLength, key, keyLength) >= 0) {
          return 0;
        }
        previousKey = key;
        previousLength = keyLength;
      }
      next = key + keyLength + valueLength;
    }
    return count == 0 ? 0 : next - page;
  }

  /// Bytes that a freelist uses, 0 if it is none: ids ascend.
  private long freelistBytes(long page, int count) {
    long ids = page + PageHeader.SIZE;
    long number = count;
    if (count == COUNT_IN_FIRST_ID) {
      number = bytes.u64(ids);
      ids += Long.BYTES;
    }
    if (number <= 0 || number > PageLimits.MAX_PAGES) {
      return 0;
    }
    long border = Math.min(end, page + LEAST_PAGE_SIZE);
    long previous = FIRST_DATA_PAGE - 1;
    for (long i = 0; i < number && ids + (i + 1) * Long.BYTES <= border; i++) {
      long id = bytes.u64(ids + i * Long.BYTES);
      if (id <= previous || id > PageLimits.MAX_PAGES) {
        return 0;
      }
      previous = id;
    }
    return ids + number * Long.BYTES - page;
  }
}
