package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.audit.Stretch.Closing;

/// Looks byte by byte at a stretch that may hold text, and leaves out what is known to stand in
/// every cluster's file.
final class TextMeasure {
  private static final int DATA_KEY_TAG = (3 << 3) | 2;

  /// Takes text that nothing explains.
  @FunctionalInterface
  interface Visitor {
    /// Takes one text.
    ///
    /// @param passage the bytes up to whose end the text and what it belongs to may reach
    /// @param text from the first of its bytes to the last
    void text(Stretch passage, ByteRange text);
  }

  private final SnapshotBytes bytes;
  private final Stretch stretch;
  private final Visitor visitor;
  private final KnownText known;
  private long passageStart;
  private long first = -1;
  private long last;

  /// Where it became certain that there is text.
  private long certainAt;

  private final TextSum runs = TextSum.ofRuns();
  private final TextSum pieces = TextSum.ofPieces();

  /// Where the run of valid text began.
  private long runStart;

  private TextMeasure(SnapshotBytes bytes, Stretch stretch, Visitor visitor) {
    this.bytes = bytes;
    this.stretch = stretch;
    this.visitor = visitor;
    this.passageStart = stretch.range().start();
    this.known = new KnownText(bytes, passageStart, stretch.range().end());
  }

  static void measure(SnapshotBytes bytes, Stretch stretch, Visitor visitor) {
    new TextMeasure(bytes, stretch, visitor).run();
  }

  private void run() {
    long end = stretch.range().end();
    long position = Math.max(known.cutKeyEnd(passageStart), known.cutPrefixEnd(passageStart));
    restart(position);
    while (position < end) {
      position = step(position, end);
    }
    report(end, stretch.closing());
  }

  private long step(long position, long end) {
    long behind = known.tombstoneEnd(position);
    if (behind > position) {
      report(KnownText.recordOf(position), Closing.ENDS);
      passageStart = behind;
    } else {
      behind = known.end(position);
    }
    if (behind == position && bytes.u8(position) == DATA_KEY_TAG && position > runStart) {
      behind = KmsTail.end(bytes, position, end);
      if (behind > position && certainAt > runStart) {
        first = -1;
      }
    }
    if (behind > position) {
      restart(behind);
      return behind;
    }
    long entryEnd = MapEntry.end(bytes, position, end);
    if (entryEnd > position) {
      note(position, entryEnd);
    }
    return weigh(position, end);
  }

  private long weigh(long position, long end) {
    int length = Letters.characterLength(bytes, position, end);
    long next = position + Math.max(1, length);
    if (length == 0) {
      runStart = next;
    }
    int printable = Letters.isPrintable(bytes.u8(position)) ? 1 : 0;
    int others = (int) (next - position) - printable;
    boolean isRun = runs.add(printable, others, next);
    boolean isPieces = pieces.add(printable, others, next);
    if (isRun) {
      note(runs.start(), next);
    } else if (isPieces) {
      note(pieces.start(), next);
    } else if (next - runStart >= Letters.ENOUGH_UTF8) {
      note(runStart, next);
    }
    return next;
  }

  private void note(long from, long to) {
    if (first < 0) {
      first = from;
      certainAt = to;
    }
    last = to;
  }

  private void report(long end, Closing closing) {
    if (first >= 0 && end > passageStart) {
      visitor.text(
          new Stretch(new ByteRange(passageStart, end), closing, Stretch.Content.TEXT),
          new ByteRange(first, Math.min(last, end)));
    }
    first = -1;
  }

  private void restart(long position) {
    runs.restart(position);
    pieces.restart(position);
    runStart = position;
  }
}
