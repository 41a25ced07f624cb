package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.SnapshotBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Consecutive bytes of a new file on their way to it. Belongs to one thread.
final class PageBuffer {
  /// A range of a plan fits, unless it is one large node.
  static final int CAPACITY = 1 << 20;

  /// Copying is compiled at once; a loop that fills is not.
  private static final byte[] ZEROES = new byte[1 << 14];

  private final PageTarget target;
  private byte[] bytes = new byte[CAPACITY];
  private ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private long start;
  private int used;

  PageBuffer(PageTarget target) {
    this.target = target;
  }

  /// Goes to another place of the file; what was put before must be flushed.
  void seek(long position) {
    if (used != 0) {
      throw new IllegalStateException(used + " bytes were not written yet");
    }
    start = position;
  }

  /// Where the next byte goes in the file.
  long position() {
    return start + used;
  }

  void u16(int number) throws IOException {
    numbers.putShort(room(Short.BYTES), (short) number);
  }

  void u32(long number) throws IOException {
    numbers.putInt(room(Integer.BYTES), (int) number);
  }

  void u64(long number) throws IOException {
    numbers.putLong(room(Long.BYTES), number);
  }

  void u8(int number) throws IOException {
    bytes[room(1)] = (byte) number;
  }

  void bytes(byte[] source) throws IOException {
    System.arraycopy(source, 0, bytes, room(source.length), source.length);
  }

  /// As protobuf writes a length.
  void varint(long number) throws IOException {
    long rest = number;
    while (rest > 0x7F) {
      u8((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    u8((int) rest);
  }

  /// Copies from the source file, any length.
  void copy(SnapshotBytes source, long offset, long length) throws IOException {
    long done = 0;
    while (done < length) {
      int part = (int) Math.min(length - done, CAPACITY);
      source.copy(offset + done, bytes, room(part), part);
      done += part;
    }
  }

  /// Zeroes up to a position of the file.
  void zeroUpTo(long end) throws IOException {
    while (position() < end) {
      int part = (int) Math.min(end - position(), ZEROES.length);
      System.arraycopy(ZEROES, 0, bytes, room(part), part);
    }
  }

  /// Takes the next `count` bytes, side by side in [#array()], whose content is the caller's to
  /// write.
  ///
  /// @return index of the first of them
  int room(int count) throws IOException {
    if (count > bytes.length - used) {
      flush();
      if (count > bytes.length) {
        use(new byte[count]);
      }
    }
    int at = used;
    used += count;
    return at;
  }

  byte[] array() {
    return bytes;
  }

  void flush() throws IOException {
    if (used > 0) {
      use(target.write(bytes, used, start));
      start += used;
      used = 0;
    }
  }

  private void use(byte[] array) {
    bytes = array;
    numbers = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
  }
}
