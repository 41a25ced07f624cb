package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.tools.caseindex.CaseException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The random 256-bit key that a case's fingerprints are made under, from a file of 64 hexadecimal
/// digits that only its owner may read.
///
/// It keeps the values from whoever gets the index without it: fingerprints of guesses cannot be
/// made. With it, a guess can be tried, so a value of low entropy, such as a short password, is not
/// safe from whoever takes the whole folder; nor is a longer one of which each piece, between marks
/// such as `,`, `:` and `@`, can be guessed by itself. It never protects names of objects, sizes or
/// times, nor which objects hold the same value where [DistinctValue] tells it.
final class CaseKey implements AutoCloseable {
  static final int BYTES = 32;

  private static final byte[] CHECKED = "snapseal.case".getBytes(US_ASCII);
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] bytes;

  private CaseKey(byte[] bytes) {
    this.bytes = bytes;
  }

  static CaseKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new CaseKey(bytes);
  }

  /// Reads the key of a case.
  ///
  /// @param folder of the case, for errors
  static CaseKey read(Path folder, Path file) throws CaseException {
    byte[] text = new byte[0];
    try {
      text = Files.readAllBytes(file);
      int length = text.length > 0 && text[text.length - 1] == '\n' ? text.length - 1 : text.length;
      byte[] bytes = HexFormat.of().parseHex(new String(text, 0, length, US_ASCII));
      if (bytes.length != BYTES) {
        throw new IllegalArgumentException("wrong length");
      }
      return new CaseKey(bytes);
    } catch (IllegalArgumentException e) {
      throw new CaseException(
          folder, Problem.KEY_WRONG, file.getFileName() + " is not 64 hexadecimal digits", e);
    } catch (IOException e) {
      throw new CaseException(
          folder, Problem.KEY_MISSING, "its key, " + file.getFileName() + ", cannot be read", e);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /// Writes the key so that the file is there whole or not at all.
  void write(Path file, Path aside) throws IOException {
    byte[] text = (HexFormat.of().formatHex(bytes) + "\n").getBytes(US_ASCII);
    try {
      Files.deleteIfExists(aside);
      try (FileChannel channel =
          FileChannel.open(
              aside,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly(aside, "rw-------"))) {
        ByteBuffer rest = ByteBuffer.wrap(text);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /// Permissions to make a file or folder with, where the file system has any.
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  SecretKey forMac() {
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /// What the index keeps to know its key again.
  byte[] check() {
    Fingerprints fingerprints = new Fingerprints(this);
    fingerprints.begin(Fingerprints.Of.STORED, CHECKED);
    Fingerprint check = fingerprints.finish();
    return ByteBuffer.allocate(Fingerprint.BYTES)
        .putLong(check.high())
        .putLong(check.low())
        .array();
  }

  boolean isCheckedBy(byte[] check) {
    return MessageDigest.isEqual(check(), check);
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }
}
