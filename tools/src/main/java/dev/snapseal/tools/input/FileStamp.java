package dev.snapseal.tools.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/// What tells that a file is still the same one, unchanged.
///
/// @param sizeBytes its length
/// @param modified time of the last change of its content, as exact as the file system gives it
/// @param fileKey device and inode; empty where the file system has none
record FileStamp(long sizeBytes, FileTime modified, Optional<Object> fileKey) {
  static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(
        attributes.size(),
        attributes.lastModifiedTime(),
        Optional.ofNullable(attributes.fileKey()));
  }

  static FileStamp of(Path file) throws IOException {
    return of(Files.readAttributes(file, BasicFileAttributes.class));
  }

  /// Not `equals`: a record's own is linked by generating classes, which a start need not wait for.
  boolean isSame(FileStamp other) {
    return sizeBytes == other.sizeBytes
        && modified.equals(other.modified)
        && fileKey.equals(other.fileKey);
  }

  /// What makes another stamp a different one, in words.
  String differenceTo(FileStamp now) {
    if (sizeBytes != now.sizeBytes) {
      return "its size went from %d to %d bytes".formatted(sizeBytes, now.sizeBytes);
    }
    return fileKey.equals(now.fileKey)
        ? "it was written to at " + now.modified
        : "another file took its place";
  }
}
