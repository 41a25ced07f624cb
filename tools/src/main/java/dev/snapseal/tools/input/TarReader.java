package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// The members of a tar archive in order: ustar, pax and GNU. Keeps one member's headers in memory
/// and no more. Does not own the stream under it.
final class TarReader {
  /// More than a path and a size need; a longer extended header is refused.
  private static final int LONGEST_EXTENDED_HEADER = 1 << 20;

  private final TarBlocks blocks;
  private final String displayPath;

  TarReader(InputStream in, String displayPath) {
    this.displayPath = displayPath;
    this.blocks = new TarBlocks(in, displayPath);
  }

  /// The next member; empty at the end of the archive. Skips what is left of the one before.
  Optional<TarMember> next() throws IOException {
    PaxRecords pax = PaxRecords.none();
    Optional<byte[]> longName = Optional.empty();
    while (true) {
      TarHeader header = new TarHeader(blocks.nextBlock());
      if (header.isZero()) {
        return Optional.empty();
      }
      if (!header.hasSoundChecksum()) {
        throw damaged("the checksum of a tar header is wrong");
      }
      switch (header.type()) {
        case 'x' -> pax = paxRecords(header);
        case 'L' -> longName = Optional.of(untilZero(extendedHeader(header)));
        case 'g', 'K' -> extendedHeader(header);
        default -> {
          byte[] name = longName.or(pax::path).orElseGet(header::name);
          return Optional.of(member(header, pax, MemberName.of(name)));
        }
      }
    }
  }

  private TarMember member(TarHeader header, PaxRecords pax, String name) throws IOException {
    TarMember.Kind kind = kindOf(header, pax);
    long size = pax.size().orElse(header.size());
    switch (kind) {
      case LINK, DIRECTORY, DEVICE -> size = 0;
      case FILE, SPARSE -> {}
    }
    if (size < 0) {
      throw damaged("a tar header says no size");
    }
    if (kind == TarMember.Kind.SPARSE && header.type() == 'S') {
      skipSparseMap(header);
    }
    return new TarMember(name, kind, blocks.content(size));
  }

  /// Types that POSIX leaves open are read as files, as it asks for.
  private static TarMember.Kind kindOf(TarHeader header, PaxRecords pax) {
    return switch (header.type()) {
      case '1', '2' -> TarMember.Kind.LINK;
      case '3', '4', '6' -> TarMember.Kind.DEVICE;
      case '5' -> TarMember.Kind.DIRECTORY;
      case 'S' -> TarMember.Kind.SPARSE;
      default -> pax.isSparse() ? TarMember.Kind.SPARSE : TarMember.Kind.FILE;
    };
  }

  private void skipSparseMap(TarHeader header) throws IOException {
    boolean goesOn = header.sparseMapGoesOn();
    while (goesOn) {
      goesOn = TarHeader.sparseMapGoesOn(blocks.nextBlock());
    }
  }

  private PaxRecords paxRecords(TarHeader header) throws IOException {
    return PaxRecords.parse(extendedHeader(header))
        .orElseThrow(() -> damaged("a pax extended header is damaged"));
  }

  private byte[] extendedHeader(TarHeader header) throws IOException {
    long size = header.size();
    if (size < 0 || size > LONGEST_EXTENDED_HEADER) {
      throw damaged("an extended tar header is longer than 1 MiB, or says no size");
    }
    return blocks.content(size).stream().readAllBytes();
  }

  private static byte[] untilZero(byte[] name) {
    int end = 0;
    while (end < name.length && name[end] != 0) {
      end++;
    }
    return Arrays.copyOf(name, end);
  }

  private InputException damaged(String found) {
    return new InputException(displayPath, InputProblem.DAMAGED, blocks.offset(), found);
  }
}
