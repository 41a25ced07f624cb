package dev.snapseal.snapshot;

import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.PageSurgeon;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A small file whose pages are moved far behind a hole that takes no room on the disk.
final class SparseFile {

  private SparseFile() {}

  /// Moves the leaf and the root bucket of `small`, pages 2 and 3, behind `gap` bytes.
  ///
  /// @return `file`
  static Path spread(BuiltSnapshot small, Path file, long gap) throws IOException {
    int pageSize = small.pageSize();
    long shift = gap / pageSize;
    PageSurgeon surgeon = small.surgeon();
    surgeon
        .page(2)
        .id(2 + shift)
        .page(3)
        .id(3 + shift)
        .bucket(3, 0)
        .root(2 + shift)
        .meta(0)
        .root(3 + shift)
        .highWaterMark(4 + shift)
        .reseal();
    byte[] bytes = surgeon.bytes();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      write(channel, bytes, 0, pageSize, 0);
      write(channel, bytes, 2 * pageSize, 2 * pageSize, (2 + shift) * pageSize);
    }
    return file;
  }

  private static void write(FileChannel channel, byte[] bytes, int from, int length, long position)
      throws IOException {
    ByteBuffer part = ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN);
    long at = position;
    while (part.hasRemaining()) {
      at += channel.write(part, at);
    }
  }
}
