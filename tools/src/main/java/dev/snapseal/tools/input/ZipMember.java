package dev.snapseal.tools.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// A member of a zip archive, as the central directory describes it.
///
/// @param zip open as long as the member is used
record ZipMember(ZipFile zip, ZipArchiveEntry entry) {
  /// For showing it, as [MemberName] gives it.
  String name() {
    return MemberName.of(entry.getRawName());
  }

  boolean isDirectory() {
    return entry.getName().endsWith("/") && entry.getSize() == 0;
  }

  /// What the archive claims.
  OptionalLong size() {
    return OptionalLong.of(entry.getSize());
  }

  /// The content, held to the length and CRC-32 that the archive claims.
  ///
  /// @param path what to call the member in messages
  InputStream open(String path) throws IOException {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new InputException(path, InputProblem.ENCRYPTED_ARCHIVE, "encrypted with a password");
    }
    return switch (entry.getMethod()) {
      case ZipArchiveEntry.STORED -> stored(path);
      case ZipArchiveEntry.DEFLATED -> content(path);
      default ->
          throw new InputException(
              path,
              InputProblem.UNSUPPORTED_FORMAT,
              "zip compression method %d, which is not read here".formatted(entry.getMethod()));
    };
  }

  private InputStream stored(String path) throws IOException {
    if (entry.getCompressedSize() != entry.getSize()) {
      throw new InputException(
          path, InputProblem.DAMAGED, "its length is not the one that zip stored");
    }
    return content(path);
  }

  private InputStream content(String path) throws IOException {
    LibraryCall.Verdict verdict = thrown -> problem(thrown, path);
    InputStream in = LibraryCall.run(() -> zip.getInputStream(entry), verdict);
    return new ZipContentStream(in, entry.getSize(), entry.getCrc(), verdict, path);
  }

  private static InputException problem(Exception thrown, String path) {
    return thrown instanceof EOFException
        ? new InputException(path, InputProblem.TRUNCATED, "the compressed data ends early")
        : new InputException(path, InputProblem.DAMAGED, "the zip archive is damaged there");
  }
}
