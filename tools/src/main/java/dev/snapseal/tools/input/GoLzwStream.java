package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// What comes out of LZW data as Go's `compress/lzw` writes it, least significant bits first and
/// with literals of 8 bits: Gardener's `.Z` files, which are not those of Unix `compress`. Has no
/// checksum. Does not own the stream under it.
///
/// Codes are 9 to 12 bits long: 256 clears the table, 257 ends the data, each other but the first
/// adds an entry, and the length grows when the next entry needs it.
///
/// @see <a href="https://github.com/golang/go/blob/go1.25.0/src/compress/lzw/reader.go">Go
///   compress/lzw</a>
final class GoLzwStream extends InputStream {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int SHORTEST = 9;
  private static final int LONGEST = 12;
  private static final int TABLE = 1 << LONGEST;
  private static final int NONE = -1;
  private static final int BUFFER_BYTES = 8192;

  private final PackedStream packed;
  private final int[] prefix = new int[TABLE];
  private final byte[] suffix = new byte[TABLE];

  /// The text of the last code, from the back.
  private final byte[] text = new byte[TABLE + 1];

  private int textStart = text.length;
  private final byte[] input = new byte[BUFFER_BYTES];
  private int inputAt;
  private int inputEnd;
  private int bits;
  private int bitCount;
  private int width = SHORTEST;

  /// The entry that comes next; codes above it are not known.
  private int next = END;

  private int last = NONE;
  private boolean ended;

  GoLzwStream(InputStream in, String displayPath) {
    this.packed = new PackedStream(in, displayPath, "LZW");
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    int done = 0;
    while (done < length && fill()) {
      int count = Math.min(length - done, text.length - textStart);
      System.arraycopy(text, textStart, target, offset + done, count);
      textStart += count;
      done += count;
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  @Override
  public int read() throws IOException {
    return fill() ? text[textStart++] & 0xFF : -1;
  }

  /// Whether there is text to give; reads codes until there is.
  private boolean fill() throws IOException {
    while (!ended && textStart == text.length) {
      step(code());
    }
    return textStart < text.length;
  }

  private void step(int code) throws IOException {
    if (code == CLEAR) {
      width = SHORTEST;
      next = END;
      last = NONE;
    } else if (code == END) {
      ended = true;
    } else if (code < CLEAR || code < next || isNew(code) || isLastOfFull(code)) {
      expand(code);
      addEntry(code);
    } else {
      throw packed.damaged("the LZW data has a code that it did not define");
    }
  }

  private boolean isNew(int code) {
    return code == next && last != NONE;
  }

  private boolean isLastOfFull(int code) {
    return code == next && next == TABLE - 1;
  }

  /// A code that is only now defined is the last text and its own first byte.
  private void expand(int code) {
    int at = code;
    boolean isNew = isNew(code);
    if (isNew) {
      textStart--;
      at = last;
    }
    while (at > END) {
      text[--textStart] = suffix[at];
      at = prefix[at];
    }
    text[--textStart] = (byte) at;
    if (isNew) {
      text[text.length - 1] = text[textStart];
    }
  }

  /// A full table stays as it is until it is cleared.
  private void addEntry(int code) {
    if (last != NONE && next > END) {
      prefix[next] = last;
      suffix[next] = text[textStart];
    }
    last = code;
    next++;
    if (next == 1 << width) {
      if (width == LONGEST) {
        last = NONE;
        next--;
      } else {
        width++;
      }
    }
  }

  private int code() throws IOException {
    while (bitCount < width) {
      if (inputAt == inputEnd) {
        inputAt = 0;
        inputEnd = packed.read(input, 0, input.length);
      }
      if (inputEnd <= 0) {
        throw packed.truncated("the LZW data ends early");
      }
      bits |= (input[inputAt++] & 0xFF) << bitCount;
      bitCount += Byte.SIZE;
    }
    int code = bits & ((1 << width) - 1);
    bits >>>= width;
    bitCount -= width;
    return code;
  }
}
