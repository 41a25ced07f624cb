package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;

/// A tar archive as blocks of 512 bytes and contents between them, padded to whole blocks.
final class TarBlocks {
  private static final int SKIP_BYTES = 64 * 1024;

  private final InputStream in;
  private final String displayPath;
  private long offset;

  /// Bytes of the content that was handed out last and not read yet, and of its padding.
  private long contentLeft;

  private long paddingLeft;

  TarBlocks(InputStream in, String displayPath) {
    this.in = in;
    this.displayPath = displayPath;
  }

  /// How many bytes of the archive have been passed.
  long offset() {
    return offset;
  }

  /// The block behind the last content.
  byte[] nextBlock() throws IOException {
    skip(contentLeft);
    skip(paddingLeft);
    contentLeft = 0;
    paddingLeft = 0;
    byte[] block = in.readNBytes(TarHeader.BLOCK_BYTES);
    offset += block.length;
    if (block.length < TarHeader.BLOCK_BYTES) {
      throw truncated("the tar archive ends without the zero block that closes one");
    }
    return block;
  }

  /// The content behind the last block, good until [#nextBlock]. Of an archive in memory it is a
  /// slice of that.
  Content content(long size) throws InputException {
    paddingLeft = -size & (TarHeader.BLOCK_BYTES - 1);
    if (in instanceof SegmentInputStream segment) {
      if (size > segment.remaining()) {
        throw truncated(
            "a member of %d bytes begins %d bytes before the end of the tar archive"
                .formatted(size, segment.remaining()));
      }
      offset += size;
      return new SegmentContent(segment.take(size));
    }
    contentLeft = size;
    return new StreamContent(new ContentStream(), OptionalLong.of(size));
  }

  private void skip(long count) throws IOException {
    byte[] nowhere = new byte[(int) Math.min(count, SKIP_BYTES)];
    long left = count;
    while (left > 0) {
      int passed = in.read(nowhere, 0, (int) Math.min(left, nowhere.length));
      if (passed < 0) {
        throw truncated("the tar archive ends inside a member");
      }
      offset += passed;
      left -= passed;
    }
  }

  private InputException truncated(String found) {
    return new InputException(displayPath, InputProblem.TRUNCATED, offset, found);
  }

  private final class ContentStream extends InputStream {
    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      Objects.checkFromIndexSize(start, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (contentLeft == 0) {
        return -1;
      }
      int count = in.read(target, start, (int) Math.min(length, contentLeft));
      if (count < 0) {
        throw truncated("the tar archive ends inside a member");
      }
      offset += count;
      contentLeft -= count;
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
  }
}
