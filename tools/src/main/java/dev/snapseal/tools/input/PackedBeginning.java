package dev.snapseal.tools.input;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Compressed streams that begin at places of a disk, and the first bytes of what they unpack to.
/// Belongs to one thread; closing wipes what was unpacked.
public final class PackedBeginning implements AutoCloseable {
  /// Of what a stream unpacks to at most.
  public static final int MOST_BYTES = 16 * 1024;

  /// Read of a stream: zstd gives nothing before it has a block, of 128 KiB at most.
  private static final int SOURCE_BYTES = 160 * 1024;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int GZIP = 0x088B1F;
  private static final int GZIP_MASK = 0xFFFFFF;
  private static final int GZIP_HEADER = 10;
  private static final int GZIP_HEADER_CRC = 2;
  private static final int GZIP_EXTRA = 4;
  private static final int GZIP_NAME = 8;
  private static final int GZIP_COMMENT = 16;
  private static final int GZIP_RESERVED = 0xE0;
  private static final int GZIP_SYSTEMS = 13;
  private static final int GZIP_NO_SYSTEM = 255;
  private static final int LONGEST_HEADER = 4096;

  private static final int ZSTD = 0xFD2FB528;
  private static final int ZSTD_RESERVED = 0x08;

  private static final int ZIP = 0x04034B50;
  private static final int ZIP_HEADER = 30;
  private static final int ZIP_DEFLATED = 8;
  private static final int ZIP_LATEST = 63;
  private static final int ZIP_MEMBERS = 8;

  private final byte[] buffer = new byte[MOST_BYTES];
  private Optional<Inflater> inflater = Optional.empty();
  private Optional<Zstd> zstd = Optional.empty();

  /// How a stream is packed.
  public enum Packing {
    GZIP("gzip data", "gzip -dc"),
    ZSTD("zstd data", "zstd -dc"),
    ZIP("a zip archive", "funzip");

    private final String description;
    private final String unpacker;

    Packing(String description, String unpacker) {
      this.description = description;
      this.unpacker = unpacker;
    }

    /// In words.
    public String description() {
      return description;
    }

    /// The program that unpacks it from standard input to standard output, to its end and no
    /// further.
    public String unpacker() {
      return unpacker;
    }
  }

  /// Where something packed begins; of an archive, its first member that is compressed.
  public record Stream(Packing packing, long offset) {}

  /// Whether the first four bytes of a stream may be these, little-endian.
  public static boolean mayBegin(int word) {
    return (word & GZIP_MASK) == GZIP || word == ZSTD || word == ZIP;
  }

  /// The stream that begins at `offset`, if its header is sound.
  public static Optional<Stream> at(MemorySegment bytes, long offset) {
    if (bytes.byteSize() - offset < ZIP_HEADER) {
      return Optional.empty();
    }
    int word = bytes.get(INT, offset);
    if ((word & GZIP_MASK) == GZIP) {
      return isGzip(bytes, offset)
          ? Optional.of(new Stream(Packing.GZIP, offset))
          : Optional.empty();
    }
    if (word == ZSTD) {
      return (u8(bytes, offset + 4) & ZSTD_RESERVED) == 0
          ? Optional.of(new Stream(Packing.ZSTD, offset))
          : Optional.empty();
    }
    return word == ZIP ? zipMember(bytes, offset) : Optional.empty();
  }

  /// RFC 1952 section 2.3.1.
  private static boolean isGzip(MemorySegment bytes, long offset) {
    int flags = u8(bytes, offset + 3);
    int extra = u8(bytes, offset + 8);
    int system = u8(bytes, offset + 9);
    return (flags & GZIP_RESERVED) == 0
        && (extra == 0 || extra == 2 || extra == 4)
        && (system <= GZIP_SYSTEMS || system == GZIP_NO_SYSTEM);
  }

  /// The first compressed member: those before it are folders, or lie there as they are.
  ///
  /// PKWARE APPNOTE 4.3.7.
  private static Optional<Stream> zipMember(MemorySegment bytes, long offset) {
    long at = offset;
    for (int i = 0; i < ZIP_MEMBERS; i++) {
      if (bytes.byteSize() - at < ZIP_HEADER || bytes.get(INT, at) != ZIP) {
        return Optional.empty();
      }
      int method = u16(bytes, at + 8);
      int nameLength = u16(bytes, at + 26);
      if (u16(bytes, at + 4) > ZIP_LATEST || nameLength == 0) {
        return Optional.empty();
      }
      if (method != 0) {
        return Optional.of(new Stream(Packing.ZIP, at));
      }
      at += ZIP_HEADER + nameLength + u16(bytes, at + 28) + (bytes.get(INT, at + 18) & 0xFFFFFFFFL);
    }
    return Optional.empty();
  }

  /// The first bytes of what a stream unpacks to, as far as it is sound.
  ///
  /// @param most bytes to unpack, up to [#MOST_BYTES]
  /// @return valid until the next is unpacked
  public MemorySegment unpack(MemorySegment bytes, Stream stream, int most) {
    int length =
        switch (stream.packing()) {
          case GZIP -> inflated(bytes, behindGzipHeader(bytes, stream.offset()), most);
          case ZIP -> inflated(bytes, behindZipHeader(bytes, stream.offset()), most);
          case ZSTD -> unpackedZstd(bytes, stream.offset(), most);
        };
    return MemorySegment.ofArray(buffer).asSlice(0, length);
  }

  /// -1 if the header goes on too long.
  private static long behindGzipHeader(MemorySegment bytes, long offset) {
    int flags = u8(bytes, offset + 3);
    long end = Math.min(bytes.byteSize(), offset + LONGEST_HEADER);
    long at = offset + GZIP_HEADER;
    if ((flags & GZIP_EXTRA) != 0) {
      at += 2L + u16(bytes, at);
    }
    if ((flags & GZIP_NAME) != 0) {
      at = behindText(bytes, at, end);
    }
    if ((flags & GZIP_COMMENT) != 0) {
      at = behindText(bytes, at, end);
    }
    at += (flags & GZIP_HEADER_CRC) != 0 ? 2 : 0;
    return at < end ? at : -1;
  }

  private static long behindText(MemorySegment bytes, long start, long end) {
    long at = start;
    while (at < end && bytes.get(ValueLayout.JAVA_BYTE, at) != 0) {
      at++;
    }
    return at + 1;
  }

  private static long behindZipHeader(MemorySegment bytes, long offset) {
    long start = offset + ZIP_HEADER + u16(bytes, offset + 26) + u16(bytes, offset + 28);
    boolean isDeflated = u16(bytes, offset + 8) == ZIP_DEFLATED;
    return isDeflated && start < bytes.byteSize() ? start : -1;
  }

  private int inflated(MemorySegment bytes, long start, int most) {
    if (start < 0) {
      return 0;
    }
    if (inflater.isEmpty()) {
      inflater = Optional.of(new Inflater(true));
    }
    Inflater raw = inflater.get();
    raw.reset();
    raw.setInput(source(bytes, start).asByteBuffer());
    int length = 0;
    try {
      int more = raw.inflate(buffer, 0, most);
      while (more > 0) {
        length += more;
        more = length < most ? raw.inflate(buffer, length, most - length) : 0;
      }
    } catch (DataFormatException _) {
      // What came before counts.
    }
    return length;
  }

  private int unpackedZstd(MemorySegment bytes, long start, int most) {
    if (zstd.isEmpty()) {
      zstd = Optional.of(new Zstd());
    }
    return zstd.get().unpack(source(bytes, start), buffer, most);
  }

  private static MemorySegment source(MemorySegment bytes, long start) {
    return bytes.asSlice(start, Math.min(SOURCE_BYTES, bytes.byteSize() - start));
  }

  private static int u8(MemorySegment bytes, long offset) {
    return bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }

  private static int u16(MemorySegment bytes, long offset) {
    return bytes.get(SHORT, offset) & 0xFFFF;
  }

  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
    inflater.ifPresent(Inflater::end);
    zstd.ifPresent(Zstd::close);
  }

  /// The library's memory, and memory that it can write into.
  @SuppressWarnings("MustBeClosedChecker") // this closes it when it is closed
  private static final class Zstd implements AutoCloseable {
    /// Closed by whoever ends the work.
    private final Arena arena = Arena.ofShared();

    private final MemorySegment input = arena.allocate(SOURCE_BYTES);
    private final MemorySegment output = arena.allocate(MOST_BYTES);
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    int unpack(MemorySegment source, byte[] buffer, int most) {
      MemorySegment packed = input.asSlice(0, source.byteSize());
      packed.copyFrom(source);
      ByteBuffer from = packed.asByteBuffer();
      ByteBuffer to = output.asSlice(0, most).asByteBuffer();
      try {
        context.reset();
        boolean isDone = false;
        while (!isDone && from.hasRemaining() && to.hasRemaining()) {
          int before = from.position() + to.position();
          isDone =
              context.decompressDirectByteBufferStream(to, from)
                  || from.position() + to.position() == before;
        }
      } catch (ZstdException _) {
        // What came before counts.
      }
      int length = to.position();
      MemorySegment.copy(output, ValueLayout.JAVA_BYTE, 0, buffer, 0, length);
      return length;
    }

    @Override
    public void close() {
      context.close();
      output.fill((byte) 0);
      arena.close();
    }
  }
}
