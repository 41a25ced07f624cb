package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// What comes out of gzip data (RFC 1952) of one or more members, with the length and CRC-32 of
/// each checked. Zeros behind the last member are padding. Does not own the stream under it.
///
/// Commons Compress unpacks one member at a time: of several, it takes padding for damage.
final class GunzipStream extends InputStream {
  private static final int FIRST_MAGIC = 0x1F;
  private static final int SECOND_MAGIC = 0x8B;

  private final PackedStream packed;
  private GzipCompressorInputStream member;
  private boolean ended;
  private boolean foreignTail;
  private Optional<InputException> damage = Optional.empty();

  /// @throws InputException when the first member has no sound header
  GunzipStream(InputStream in, String displayPath) throws IOException {
    this.packed = new PackedStream(in, displayPath, "gzip");
    this.member = nextMember();
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
    while (!ended) {
      int count = unpack(target, offset, length);
      if (count >= 0) {
        return count;
      }
      startNextMember();
    }
    return -1;
  }

  /// The library gives up a whole read for damage at its end: what came out before is given first.
  private int unpack(byte[] target, int offset, int length) throws IOException {
    if (damage.isPresent()) {
      throw damage.get();
    }
    long before = member.getBytesRead();
    try {
      return packed.content(() -> member.read(target, offset, length));
    } catch (InputException e) {
      int count = Math.toIntExact(member.getBytesRead() - before);
      if (count == 0) {
        throw e;
      }
      damage = Optional.of(e);
      return count;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  private GzipCompressorInputStream nextMember() throws IOException {
    return packed.headers(() -> GzipCompressorInputStream.builder().setInputStream(packed).get());
  }

  private void startNextMember() throws IOException {
    packed.mark(2);
    int first = packed.read();
    while (first == 0) {
      packed.mark(2);
      first = packed.read();
    }
    int second = first == FIRST_MAGIC ? packed.read() : -1;
    if (first == FIRST_MAGIC && second < 0) {
      throw packed.truncated("the gzip data ends early");
    }
    if (second == SECOND_MAGIC) {
      packed.reset();
      member = nextMember();
    } else {
      ended = true;
      foreignTail = first >= 0;
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    member.close();
  }
}
