package dev.snapseal.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Breaks exactly one thing in a sound file: `surgeon.element(5, 2).pos(70_000).bytes()`.
///
/// Works on its own copy. Every operation returns the surgeon, so that several can follow one
/// another. Numbers are written as they are given, in the file's byte order and cut to the field's
/// width; nothing is repaired unless a `reseal` method is called. Wrong addresses are an
/// [IllegalArgumentException] or an index exception: they are the test's mistake.
public final class PageSurgeon {
  private final FileImage file;

  private PageSurgeon(FileImage file) {
    this.file = file;
  }

  /// A surgeon on a copy of these bytes, whose page 0 must be a sound meta page.
  public static PageSurgeon on(byte[] file) {
    return new PageSurgeon(new FileImage(file));
  }

  /// A surgeon on a copy of a file below 2 GiB.
  public static PageSurgeon on(Path file) {
    try {
      return on(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file as it is now.
  public byte[] bytes() {
    return file.copy();
  }

  /// Bytes of the file now.
  public int length() {
    return file.length();
  }

  /// Bytes of a page.
  public int pageSize() {
    return file.pageSize();
  }

  /// The header of a page, and the page as a whole.
  public PageOnTable page(long id) {
    return new PageOnTable(this, file, id);
  }

  /// A meta page.
  ///
  /// @param index 0 or 1
  public MetaOnTable meta(int index) {
    return new MetaOnTable(this, file, index);
  }

  /// An element of a leaf or branch page.
  ///
  /// @param index from 0
  public ElementOnTable element(long page, int index) {
    return new ElementOnTable(this, file, page, index);
  }

  /// The value of a leaf element that is a bucket.
  ///
  /// @param index from 0
  public BucketOnTable bucket(long page, int index) {
    return new BucketOnTable(this, file, element(page, index).valueStart());
  }

  /// An entry of a freelist page whose count is below 65535.
  ///
  /// @param index from 0; may be one behind the last to write into the slack
  /// @param id the page id to put there
  public PageSurgeon freelistEntry(long page, int index, long id) {
    int at = file.start(page) + BoltLayout.PAGE_HEADER_BYTES + Long.BYTES * index;
    file.buffer().putLong(at, id);
    return this;
  }

  /// Bytes anywhere in the file.
  public PageSurgeon overwrite(int fileOffset, byte[] bytes) {
    file.buffer().put(fileOffset, bytes);
    return this;
  }

  /// Turns one bit over.
  ///
  /// @param bit 0 for the lowest to 7
  public PageSurgeon flipBit(int fileOffset, int bit) {
    ByteBuffer buffer = file.buffer();
    buffer.put(fileOffset, (byte) (buffer.get(fileOffset) ^ 1 << bit));
    return this;
  }

  /// Keeps only the first `length` bytes.
  public PageSurgeon truncate(int length) {
    if (length > file.length()) {
      throw new IllegalArgumentException(
          "the file has %d bytes, not %d".formatted(file.length(), length));
    }
    file.resize(length);
    return this;
  }

  /// Adds bytes behind the end.
  public PageSurgeon append(byte[] bytes) {
    int end = file.length();
    file.resize(end + bytes.length);
    return overwrite(end, bytes);
  }

  /// Makes the last 32 bytes the SHA-256 of all before them, so that only the damage shows.
  public PageSurgeon resealTrailer() {
    int end = file.length() - FileEnd.TRAILER_BYTES;
    byte[] hash = FileEnd.sha256().digest(Arrays.copyOf(file.buffer().array(), end));
    return overwrite(end, hash);
  }
}
