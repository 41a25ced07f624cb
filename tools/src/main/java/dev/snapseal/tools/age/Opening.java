package dev.snapseal.tools.age;

import dev.snapseal.snapshot.FileDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/// Unseals a file. Of a damaged one nothing is given, also not what is before the damage.
public final class Opening {
  private static final int PIECE_BYTES = 1 << 18;

  private Opening() {}

  /// What was inside.
  ///
  /// @param sha256 lower-case hex
  public record Opened(long sizeBytes, String sha256) {}

  /// Writes the plaintext to `out`. Only when this returns is it known to be whole.
  ///
  /// @param out not closed
  /// @param progress told the bytes written since it was last told
  /// @throws AgeException if the file is damaged, or not for these identities
  public static Opened run(
      InputStream sealed, Identities identities, WritableByteChannel out, LongConsumer progress)
      throws IOException {
    MessageDigest digest = FileDigest.newSha256();
    long bytes = 0;
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = AgeFile.open(sealed, identities)) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
        ByteBuffer opened = ByteBuffer.wrap(piece, 0, count);
        while (opened.hasRemaining()) {
          out.write(opened);
        }
        bytes += count;
        progress.accept(count);
      }
    } finally {
      Arrays.fill(piece, (byte) 0);
    }
    return new Opened(bytes, HexFormat.of().formatHex(digest.digest()));
  }
}
