package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.audit.Stretch.Closing;
import dev.snapseal.tools.audit.Stretch.Content;

/// Cuts bytes that are part of no record into stretches, and tells at the speed of memory which of
/// them may hold text: eight bytes in one step, so that text of some forty bytes is seen wherever
/// it begins. What it sees is for [TextMeasure] to look at closely.
final class TextScan {
  private static final int ZERO_WORDS = 2;
  private static final long ENTRY_TAGS = MapEntry.TAG * 0x0101_0101_0101_0101L;
  private static final int UTF8_WORDS = Letters.ENOUGH_UTF8 / Long.BYTES;

  /// Takes the stretches in file order.
  @FunctionalInterface
  interface Visitor {
    void stretch(Stretch stretch);
  }

  private final SnapshotBytes bytes;
  private final PageStarts pages;
  private final ByteRange range;
  private final Closing closing;
  private final Visitor visitor;
  private long start;
  private final TextSum runs = TextSum.ofRuns();
  private final TextSum pieces = TextSum.ofPieces();
  private int zeroWords;
  private int wordsWithoutControls;
  private Content content = Content.NOISE;

  private TextScan(
      SnapshotBytes bytes, PageStarts pages, ByteRange range, Closing closing, Visitor visitor) {
    this.bytes = bytes;
    this.pages = pages;
    this.range = range;
    this.closing = closing;
    this.visitor = visitor;
    this.start = range.start();
  }

  /// Cuts up a range.
  ///
  /// @param closing how the range ends
  static void scan(
      SnapshotBytes bytes, PageStarts pages, ByteRange range, Closing closing, Visitor visitor) {
    new TextScan(bytes, pages, range, closing, visitor).run();
  }

  private void run() {
    long position = (range.start() + Long.BYTES - 1) & -Long.BYTES;
    long last = range.end() - Long.BYTES;
    long nextPage = pages.nextAfter(range.start() - 1);
    while (position <= last) {
      if (position >= nextPage) {
        if (pages.isStart(position)) {
          finish(position, Closing.CUT);
        }
        nextPage = pages.nextAfter(position);
      }
      position = step(position);
    }
    finish(range.end(), closing);
  }

  private long step(long position) {
    long word = bytes.u64(position);
    long next = position + Long.BYTES;
    zeroWords = word == 0 ? zeroWords + 1 : 0;
    if (zeroWords == ZERO_WORDS) {
      finish(next, Closing.ENDS);
      return behindZeroes(next);
    }
    weigh(word, position);
    return next;
  }

  /// Where the next page begins, or the next word that is not zero.
  private long behindZeroes(long position) {
    long end = Math.min(range.end(), pages.nextAfter(position - 1));
    start = Math.max(start, bytes.firstNonZero(position, end) & -Long.BYTES);
    return start;
  }

  private void weigh(long word, long position) {
    int others = Letters.othersIn(word);
    long next = position + Long.BYTES;
    boolean isRun = runs.add(Long.BYTES - others, others, next);
    boolean isPieces = pieces.add(Long.BYTES - others, others, next);
    if (isRun || isPieces || holdsEntry(word, position)) {
      content = Content.TEXT;
    }
    wordsWithoutControls = Letters.hasControls(word) ? 0 : wordsWithoutControls + 1;
    if (wordsWithoutControls >= UTF8_WORDS && wordsWithoutControls % UTF8_WORDS == 0) {
      checkUtf8(next - Letters.ENOUGH_UTF8, next);
    }
  }

  private boolean holdsEntry(long word, long position) {
    for (long tags = Letters.zeroesIn(word ^ ENTRY_TAGS); tags != 0; tags &= tags - 1) {
      long place = position + Long.numberOfTrailingZeros(tags) / Byte.SIZE;
      if (MapEntry.end(bytes, place, range.end()) > place) {
        return true;
      }
    }
    return false;
  }

  private void checkUtf8(long from, long to) {
    long position = from;
    while (position < from + 3 && (bytes.u8(position) & 0xC0) == 0x80) {
      position++;
    }
    while (position < to) {
      int length = Letters.characterLength(bytes, position, range.end());
      if (length == 0) {
        return;
      }
      position += length;
    }
    content = Content.TEXT;
  }

  private void finish(long end, Closing how) {
    if (end > start) {
      visitor.stretch(new Stretch(new ByteRange(start, end), how, content));
    }
    start = end;
    runs.restart(end);
    pieces.restart(end);
    zeroWords = 0;
    wordsWithoutControls = 0;
    content = Content.NOISE;
  }
}
