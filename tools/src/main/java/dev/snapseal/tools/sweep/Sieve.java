package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.wal.WalCarver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// One pass over bytes, eight in a step, that lets through only the places where something may
/// begin: a record's key, an object, an entry of the write-ahead log, a literal. All but a few
/// thousandths of arbitrary bytes are refused by some twenty instructions a step.
final class Sieve {
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long SEPARATORS = RecordCarver.SEPARATOR * LOW_BITS;
  private static final long BRACES = '{' * LOW_BITS;

  /// Bits that neither a quote nor white space has.
  private static final long NO_QUOTE_OR_SPACE = 0xC0C0_C0C0_C0C0_C0C0L;

  private static final long KS = 'k' * LOW_BITS;
  private static final long EIGHTS = '8' * LOW_BITS;
  private static final long CBOR_TAGS = 0xD9D9_D9D9_D9D9_D9D9L;

  private static final int BLOCK_BYTES = 32 * 1024;

  /// A record begins so many bytes before its separator, a frame before its record.
  private static final int BEFORE = 8;

  /// A literal that begins so many bytes before a word, or fewer, is found by that word.
  private static final int LITERAL_OVERLAP = Integer.BYTES - 1;

  private static final LiteralSet NO_LITERALS = new LiteralSet(List.of());

  private final SnapshotBytes bytes;
  private final ByteBuffer buffer;
  private final long base;
  private final ByteRange range;
  private final LiteralSet literals;
  private final Visitor visitor;
  private final LiteralSet.Visitor onLiteral;

  /// Takes the places, in order but for literals of one step; each begins in the range.
  interface Visitor {
    /// A byte [RecordCarver#SEPARATOR] that may be that of the record beginning at `offset`.
    void record(long offset);

    /// A byte or two that an object may begin with.
    void object(long offset);

    /// A record's first bytes behind a frame's length at `offset`.
    void entry(long offset);

    void literal(int number, long offset);

    /// All places of `range` were looked at just now: who looks at its bytes again finds them in
    /// the processor's cache.
    default void passed(ByteRange range) {}
  }

  private Sieve(SnapshotBytes bytes, ByteRange range, LiteralSet literals, Visitor visitor) {
    this.bytes = bytes;
    this.range = range;
    this.literals = literals;
    this.visitor = visitor;
    this.onLiteral = visitor::literal;
    this.base = range.start() & -Long.BYTES;
    long end = Math.min(bytes.length(), range.end() + 2L * Long.BYTES);
    this.buffer = bytes.slice(base, end - base).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Passes over `range`.
  ///
  /// @param range of at most a gibibyte; what begins in it may reach to the end of the bytes
  static void pass(SnapshotBytes bytes, ByteRange range, LiteralSet literals, Visitor visitor) {
    boolean isTogether = literals.takesWords();
    Sieve sieve = new Sieve(bytes, range, isTogether ? literals : NO_LITERALS, visitor);
    sieve.tail(sieve.words());
    if (!isTogether) {
      literals.scan(bytes, range, bytes.length(), visitor::literal);
    }
  }

  /// @return the first place that was not looked at: fewer than nine bytes follow it
  private int words() {
    int last = buffer.limit() - Long.BYTES - 1;
    int position = 0;
    while (position <= last) {
      int start = position;
      position = block(start, Math.min(last, start + BLOCK_BYTES - Long.BYTES));
      passed(start, position);
    }
    return position;
  }

  /// @return the first place behind those that were looked at, up to `last`
  private int block(int from, int last) {
    int position = from;
    while (position <= last) {
      position = next(position, last);
      if (position <= last) {
        word(position);
        position += Long.BYTES;
      }
    }
    return position;
  }

  private void passed(int from, int to) {
    long start = Math.max(range.start(), base + from);
    long end = Math.min(range.end(), base + to);
    if (start < end) {
      visitor.passed(new ByteRange(start, end));
    }
  }

  /// The next word, up to `last`, in which something may begin; behind `last` if there is none.
  ///
  /// A loop without any other branch: one that the compiler has not seen taken would be compiled
  /// again when it is, and so would the loop.
  private int next(int from, int last) {
    int position = from;
    // What begins before the range is not its own.
    long before = from == 0 ? -1 : buffer.getLong(from - Long.BYTES);
    for (; position <= last; position += Long.BYTES) {
      long word = buffer.getLong(position);
      long hit =
          marks(before, word, buffer.getLong(position + 1))
              | ones(WalCarver.differenceFromEntry(word))
              | literals.mayHold(word);
      if (hit != 0) {
        break;
      }
      before = word;
    }
    return position;
  }

  /// All bits of a zero, none of any other number.
  private static long ones(long number) {
    return ~((number | -number) >> (Long.SIZE - 1));
  }

  /// Looks at each of a word's bytes that something may begin at.
  private void word(int position) {
    long word = buffer.getLong(position);
    long before = position == 0 ? -1 : buffer.getLong(position - Long.BYTES);
    long marks = marks(before, word, buffer.getLong(position + 1));
    for (long left = marks; left != 0; left &= left - 1) {
      place(position + Long.numberOfTrailingZeros(left) / Byte.SIZE);
    }
    if (WalCarver.differenceFromEntry(word) == 0) {
      entry(position);
    }
    if (literals.mayHold(word) != 0) {
      literals.verify(word, bytes, base + position, range, bytes.length(), onLiteral);
    }
  }

  /// The same byte by byte, where no whole word is left.
  private void tail(int from) {
    for (int position = from; position < buffer.limit(); position++) {
      place(position);
    }
    long rest = Math.max(range.start(), base + from - LITERAL_OVERLAP);
    if (rest < range.end()) {
      literals.scan(bytes, new ByteRange(rest, range.end()), bytes.length(), onLiteral);
    }
    passed(from, buffer.limit());
  }

  /// A high bit for each byte of a word that something may begin with, and perhaps for one above
  /// it: the test for zero bytes is exact for the lowest only.
  ///
  /// A record's key begins with a zero byte: no store lives to revision 2^56. Behind an object's
  /// brace comes a quote or white space.
  ///
  /// @param before the word before this one
  /// @param next the eight bytes one place on
  private static long marks(long before, long word, long next) {
    long separator = (word ^ SEPARATORS) | before;
    long brace = (word ^ BRACES) | (next & NO_QUOTE_OR_SPACE);
    long protobuf = (word ^ KS) | (next ^ EIGHTS);
    long cbor = (word ^ CBOR_TAGS) | (next ^ CBOR_TAGS);
    return (((separator - LOW_BITS) & ~separator)
            | ((brace - LOW_BITS) & ~brace)
            | ((protobuf - LOW_BITS) & ~protobuf)
            | ((cbor - LOW_BITS) & ~cbor))
        & HIGH_BITS;
  }

  private void place(int position) {
    long offset = base + position;
    int octet = buffer.get(position) & 0xFF;
    if (octet == RecordCarver.SEPARATOR) {
      if (isIn(offset - RecordCarver.SEPARATOR_AT)) {
        visitor.record(offset - RecordCarver.SEPARATOR_AT);
      }
    } else if (octet == 'k' || octet == 0xD9 || (octet == '{' && opensAnObject(position))) {
      if (isIn(offset)) {
        visitor.object(offset);
      }
    }
  }

  private boolean opensAnObject(int position) {
    if (position + 1 == buffer.limit()) {
      return false;
    }
    int next = buffer.get(position + 1);
    return next == '"' || next == ' ' || (next >= '\t' && next <= '\r');
  }

  private void entry(int position) {
    long frame = base + position - BEFORE;
    if (isIn(frame)) {
      visitor.entry(frame);
    }
  }

  private boolean isIn(long offset) {
    return offset >= range.start() && offset < range.end();
  }
}
