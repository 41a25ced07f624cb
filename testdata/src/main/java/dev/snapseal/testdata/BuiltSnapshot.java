package dev.snapseal.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A built file and where its parts came to stand, so that a test can name them.
public final class BuiltSnapshot {
  private final byte[] bytes;
  private final int pageSize;
  private final long highWaterMark;
  private final Map<String, BucketPages> pagesByPath;
  private final List<Long> freePages;
  private final OptionalLong freelistPage;

  BuiltSnapshot(
      byte[] bytes,
      int pageSize,
      long highWaterMark,
      Map<String, BucketPages> pagesByPath,
      List<Long> freePages,
      OptionalLong freelistPage) {
    this.bytes = bytes;
    this.pageSize = pageSize;
    this.highWaterMark = highWaterMark;
    this.pagesByPath = pagesByPath;
    this.freePages = freePages;
    this.freelistPage = freelistPage;
  }

  /// A copy of the whole file.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Bytes of a page.
  public int pageSize() {
    return pageSize;
  }

  /// First page id never handed out.
  public long highWaterMark() {
    return highWaterMark;
  }

  /// The tree of the bucket that holds all others.
  public BucketPages rootBucket() {
    return bucket("");
  }

  /// The tree of a bucket that is not inline.
  ///
  /// @param path its name, for a nested bucket all names with `/` between; after `older:` one of
  ///   the older tree
  /// @throws IllegalArgumentException when it is inline or does not exist
  public BucketPages bucket(String path) {
    BucketPages pages = pagesByPath.get(path);
    if (pages == null) {
      throw new IllegalArgumentException(
          "no bucket '%s' has pages of its own, only %s".formatted(path, pagesByPath.keySet()));
    }
    return pages;
  }

  /// Ids of the free pages, ascending; those of an older tree too.
  public List<Long> freePages() {
    return freePages;
  }

  /// Id of the page that lists them; empty when none is stored.
  public OptionalLong freelistPage() {
    return freelistPage;
  }

  /// A surgeon on a copy of this file.
  public PageSurgeon surgeon() {
    return PageSurgeon.on(bytes());
  }

  /// Writes the file.
  ///
  /// @return `file`
  public Path writeTo(Path file) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
