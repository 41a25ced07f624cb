package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// What comes out of gzip data (RFC 1952) of one or more members, with the length and CRC-32 of
/// each checked. Zeros behind the last member are padding. Does not own the stream under it.
///
/// The JDK's own stream takes a damaged second member for the end of the data.
final class GunzipStream extends InputStream {
  private static final int FLAG_HEADER_CRC = 0x02;
  private static final int FLAG_EXTRA = 0x04;
  private static final int FLAG_NAME = 0x08;
  private static final int FLAG_COMMENT = 0x10;
  private static final int RESERVED_FLAGS = 0xE0;

  private final DeflateReader data;
  private final String displayPath;
  private boolean insideMember;
  private boolean closed;
  private boolean foreignTail;

  /// @throws InputException when the first member has no sound header
  GunzipStream(InputStream in, String displayPath) throws IOException {
    this.displayPath = displayPath;
    this.data = new DeflateReader(in, displayPath);
    boolean opened = false;
    try {
      expect(0x1F);
      expect(0x8B);
      readHeader();
      opened = true;
    } finally {
      if (!opened) {
        data.close();
      }
    }
  }

  /// Bytes that are neither gzip nor zeros follow the last member. Known when the stream has ended.
  boolean hasForeignTail() {
    return foreignTail;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (insideMember) {
      int count = data.inflate(target, offset, length);
      if (count > 0) {
        return count;
      }
      checkTrailer();
      startNextMember();
    }
    return -1;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /// Section 2.3, behind the two identifying bytes.
  private void readHeader() throws IOException {
    int method = next();
    if (method != 8) {
      throw data.damaged("gzip compression method " + method + ", where only 8 (deflate) exists");
    }
    int flags = next();
    if ((flags & RESERVED_FLAGS) != 0) {
      throw data.damaged("reserved gzip flags 0x%02x are set".formatted(flags));
    }
    skip(6);
    if ((flags & FLAG_EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      skip(2);
    }
    data.startDeflate();
    insideMember = true;
  }

  private void checkTrailer() throws IOException {
    long crc = nextUnsignedInt();
    if (crc != data.inflatedCrc()) {
      throw data.damaged("the CRC-32 of the unpacked bytes is not the one that gzip stored");
    }
    long length = nextUnsignedInt();
    if (length != (data.inflatedBytes() & 0xFFFFFFFFL)) {
      throw data.damaged("the length of the unpacked bytes is not the one that gzip stored");
    }
  }

  private void startNextMember() throws IOException {
    insideMember = false;
    int first = data.readByte();
    while (first == 0) {
      first = data.readByte();
    }
    if (first < 0) {
      return;
    }
    if (first != 0x1F || next() != 0x8B) {
      foreignTail = true;
      return;
    }
    readHeader();
  }

  private void expect(int value) throws IOException {
    if (next() != value) {
      throw data.damaged("no gzip header");
    }
  }

  private int next() throws IOException {
    int value = data.readByte();
    if (value < 0) {
      throw new InputException(
          displayPath, InputProblem.TRUNCATED, data.offset(), "the gzip data ends early");
    }
    return value;
  }

  private long nextUnsignedInt() throws IOException {
    long low = next() | next() << 8;
    return low | (long) next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // Names are not used: a gzip file is called by the name that it has.
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      insideMember = false;
      data.close();
    }
  }
}
