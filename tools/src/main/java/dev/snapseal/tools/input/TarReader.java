package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/// The members of a tar archive in order: ustar, pax and GNU. Keeps one member's headers in memory
/// and no more. Does not own the stream under it.
final class TarReader {
  private final PackedStream packed;
  private final TarHeaders tar;
  private boolean insideMember;

  TarReader(InputStream in, String displayPath) {
    this.packed = new PackedStream(in, displayPath, "tar");
    this.tar = new TarHeaders(packed);
  }

  /// The next member; empty at the end of the archive. Skips what is left of the one before.
  Optional<TarMember> next() throws IOException {
    if (insideMember) {
      packed.content(() -> tar.skip(Long.MAX_VALUE));
    }
    tar.startMember();
    Optional<TarArchiveEntry> entry = packed.headers(() -> Optional.ofNullable(tar.getNextEntry()));
    insideMember = entry.isPresent();
    return entry.map(this::member);
  }

  private TarMember member(TarArchiveEntry entry) {
    Content content = new StreamContent(new MemberStream(), OptionalLong.of(entry.getSize()));
    return new TarMember(name(entry), TarMember.Kind.of(entry), content);
  }

  /// Names in pax headers are UTF-8, and the library has decoded them; others are just bytes.
  private String name(TarArchiveEntry entry) {
    return tar.hasPaxHeader()
        ? MemberName.of(entry.getName())
        : MemberName.of(entry.getName().getBytes(ISO_8859_1));
  }

  private final class MemberStream extends InputStream {
    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      Objects.checkFromIndexSize(start, length, target.length);
      return packed.content(() -> tar.read(target, start, length));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
  }
}
