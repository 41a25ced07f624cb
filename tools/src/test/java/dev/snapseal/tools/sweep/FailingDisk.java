package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// A file that answers as a disk does of which some sectors are gone: what touches them fails.
final class FailingDisk extends FileChannel {
  private final FileChannel disk;
  private final ByteRange bad;

  FailingDisk(FileChannel disk, ByteRange bad) {
    this.disk = disk;
    this.bad = bad;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (position < bad.end() && position + target.remaining() > bad.start()) {
      throw new IOException("Input/output error");
    }
    return disk.read(target, position);
  }

  @Override
  public long size() throws IOException {
    return disk.size();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    disk.close();
  }

  private static UnsupportedOperationException unexpected() {
    return new UnsupportedOperationException("a sweep reads a disk at offsets, and nothing else");
  }

  @Override
  public int read(ByteBuffer target) {
    throw unexpected();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw unexpected();
  }

  @Override
  public int write(ByteBuffer source) {
    throw unexpected();
  }

  @Override
  public int write(ByteBuffer source, long position) {
    throw unexpected();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw unexpected();
  }

  @Override
  public long position() {
    throw unexpected();
  }

  @Override
  public FileChannel position(long position) {
    throw unexpected();
  }

  @Override
  public FileChannel truncate(long size) {
    throw unexpected();
  }

  @Override
  public void force(boolean metaData) {
    throw unexpected();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unexpected();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw unexpected();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw unexpected();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw unexpected();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw unexpected();
  }
}
