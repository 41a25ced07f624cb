package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;

/// The content of a member of a zip archive, held to the length and CRC-32 that the archive claims:
/// the library compares neither.
final class ZipContentStream extends InputStream {
  private final InputStream in;
  private final long claimedBytes;
  private final long claimedCrc;
  private final LibraryCall.Verdict verdict;
  private final String displayPath;
  private final CRC32 crc = new CRC32();
  private long bytes;

  /// @param in owned by this
  ZipContentStream(
      InputStream in,
      long claimedBytes,
      long claimedCrc,
      LibraryCall.Verdict verdict,
      String displayPath) {
    this.in = in;
    this.claimedBytes = claimedBytes;
    this.claimedCrc = claimedCrc;
    this.verdict = verdict;
    this.displayPath = displayPath;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = LibraryCall.run(() -> in.read(target, offset, length), verdict);
    if (count < 0) {
      checkEnd();
      return -1;
    }
    bytes += count;
    if (bytes > claimedBytes) {
      throw damaged("it unpacks to more than the %d bytes that zip claims".formatted(claimedBytes));
    }
    crc.update(target, offset, count);
    return count;
  }

  private void checkEnd() throws InputException {
    if (bytes < claimedBytes) {
      throw damaged("it unpacks to less than the %d bytes that zip claims".formatted(claimedBytes));
    }
    if (crc.getValue() != claimedCrc) {
      throw damaged("the CRC-32 of the unpacked bytes is not the one that zip stored");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  private InputException damaged(String found) {
    return new InputException(displayPath, InputProblem.DAMAGED, found);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
