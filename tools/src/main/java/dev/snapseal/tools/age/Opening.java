package dev.snapseal.tools.age;

import dev.snapseal.tools.output.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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

  /// Writes the plaintext to `output`; the caller gives it its name, which is safe when this
  /// returns.
  ///
  /// @param progress told the bytes written since it was last told
  /// @throws AgeException if the file is damaged, or not for these identities
  public static Opened run(
      InputStream sealed, Identities identities, OutputFile output, LongConsumer progress)
      throws IOException {
    MessageDigest digest = Sha256.newDigest();
    OutputChannel out = new OutputChannel(output);
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = AgeFile.open(sealed, identities)) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
        out.write(ByteBuffer.wrap(piece, 0, count));
        progress.accept(count);
      }
    } finally {
      Arrays.fill(piece, (byte) 0);
    }
    return new Opened(out.position(), HexFormat.of().formatHex(digest.digest()));
  }
}
