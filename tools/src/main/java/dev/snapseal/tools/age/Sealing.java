package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.age.AgeException.Reason;
import dev.snapseal.tools.output.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Seals a file, opens it again with the key it was sealed with, and compares.
public final class Sealing {
  private static final int PIECE_BYTES = 1 << 18;

  private final MemorySegment plaintext;
  private final OutputFile output;
  private final LongConsumer progress;

  private Sealing(MemorySegment plaintext, OutputFile output, LongConsumer progress) {
    this.plaintext = plaintext;
    this.output = output;
    this.progress = progress;
  }

  /// A sealed file.
  ///
  /// @param sha256 of the sealed file, lower-case hex
  /// @param plaintextBytes length of what is inside
  /// @param plaintextSha256 of what is inside, read back out of the sealed file
  public record Sealed(
      long sizeBytes, String sha256, long plaintextBytes, String plaintextSha256) {}

  /// Writes the sealed file to `output`, whole and verified; the caller gives it its name.
  ///
  /// @param progress told the bytes done since it was last told: the plaintext's length twice
  /// @throws AgeException if a recipient cannot be sealed for
  public static Sealed run(
      MemorySegment plaintext,
      Recipients recipients,
      AgeFile.Form form,
      OutputFile output,
      LongConsumer progress)
      throws IOException {
    return new Sealing(plaintext, output, progress).run(recipients, form);
  }

  private Sealed run(Recipients recipients, AgeFile.Form form) throws IOException {
    KeptKey key = new KeptKey();
    try {
      OutputChannel out = new OutputChannel(output);
      byte[] before = write(out, recipients, form, key);
      return readBack(out.position(), before, key);
    } finally {
      key.destroy();
    }
  }

  /// @return SHA-256 of the plaintext as it was read
  private byte[] write(OutputChannel out, Recipients recipients, AgeFile.Form form, KeptKey key)
      throws IOException {
    MessageDigest digest = FileDigest.newSha256();
    try (WritableByteChannel sealed = AgeFile.seal(out, recipients.writers(key::keep), form)) {
      for (long offset = 0; offset < plaintext.byteSize(); offset += PIECE_BYTES) {
        long length = Math.min(PIECE_BYTES, plaintext.byteSize() - offset);
        ByteBuffer piece = plaintext.asSlice(offset, length).asByteBuffer();
        digest.update(piece.duplicate());
        while (piece.hasRemaining()) {
          sealed.write(piece);
        }
        progress.accept(length);
      }
    }
    return digest.digest();
  }

  private Sealed readBack(long length, byte[] before, KeptKey key) throws IOException {
    MessageDigest sealed = FileDigest.newSha256();
    MessageDigest opened = FileDigest.newSha256();
    long bytes = 0;
    try (InputStream file = new DigestedOutput(output, length, sealed);
        InputStream in = AgeFile.open(file, key.identities())) {
      byte[] piece = new byte[PIECE_BYTES];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        opened.update(piece, 0, count);
        bytes += count;
        progress.accept(count);
      }
      Arrays.fill(piece, (byte) 0);
    }
    byte[] after = opened.digest();
    if (bytes != plaintext.byteSize() || !MessageDigest.isEqual(before, after)) {
      throw new AgeException(Reason.DAMAGED, "what was sealed is not what was read");
    }
    return new Sealed(
        length, HexFormat.of().formatHex(sealed.digest()), bytes, HexFormat.of().formatHex(after));
  }

  /// The key of the one file that is being made, so that it can be read back without an identity.
  private static final class KeptKey {
    private Optional<FileKey> key = Optional.empty();

    void keep(FileKey made) {
      key = Optional.of(new FileKey(made.getEncoded()));
    }

    Identities identities() {
      RecipientStanzaReader reader = _ -> new FileKey(key.orElseThrow().getEncoded());
      return Identities.of(List.of(reader));
    }

    void destroy() {
      key.ifPresent(FileKey::destroy);
    }
  }
}
