package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// What comes out of a deflated member of a zip archive, held to the length and CRC-32 that the
/// archive claims.
final class ZipInflateStream extends InputStream {
  private final ZipMember member;
  private final String displayPath;
  private final DeflateReader data;

  ZipInflateStream(ZipMember member, InputStream in, String displayPath) {
    this.member = member;
    this.displayPath = displayPath;
    this.data = new DeflateReader(in, displayPath);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = data.inflate(target, offset, length);
    if (data.inflatedBytes() > member.size()) {
      throw damaged(
          "it unpacks to more than the %d bytes that zip claims".formatted(member.size()));
    }
    if (count < 0) {
      checkEnd();
    }
    return count;
  }

  private void checkEnd() throws InputException {
    if (data.inflatedBytes() < member.size()) {
      throw damaged(
          "it unpacks to less than the %d bytes that zip claims".formatted(member.size()));
    }
    if (data.inflatedCrc() != member.crc()) {
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
  public void close() {
    data.close();
  }
}
