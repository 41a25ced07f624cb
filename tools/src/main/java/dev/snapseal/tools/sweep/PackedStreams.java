package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.PackedBeginning;
import dev.snapseal.tools.input.PackedContent;
import dev.snapseal.tools.plaintext.Remnant;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Pattern;

/// Looks for compressed streams where files begin on a disk, and into each only so far that it can
/// tell whether a backup may be inside. Belongs to one thread.
final class PackedStreams implements AutoCloseable {
  /// Files begin at multiples of it, on whatever file system.
  private static final int SECTOR_BYTES = 512;

  /// What looking into one costs beside what comes out of it.
  private static final int COST_BYTES = 4096;

  private static final int ZSTD_COST_BYTES = 128 * 1024;

  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final Pattern MANIFEST =
      Pattern.compile("\\A(?:---\\s++)?+(?:#[^\\n]*+\\n)*+(?:apiVersion|kind): ?+[A-Za-z\"']");

  private final PackedBeginning packed = new PackedBeginning();

  /// Something that may be a backup, and was not opened.
  ///
  /// @param offset where what is to be unpacked begins
  /// @param content what it holds, in some words
  record Stream(PackedBeginning.Packing packing, long offset, String content) {
    /// What was not examined, with a command that examines it if the path is a file's.
    String why(String path) {
      String what =
          "at byte %d begins %s with %s, which was not opened"
              .formatted(offset, packing.description(), content);
      return path.contains("!") || path.equals("-")
          ? what + "; unpack it and sweep what it holds"
          : what
              + ": tail -c +%d %s | %s | snapseal sweep -"
                  .formatted(offset + 1, ShellWord.of(path), packing.unpacker());
    }
  }

  /// Passes over a run of bytes.
  ///
  /// @param effort what looking into streams may cost
  void pass(Window window, ByteRange run, Effort effort, WindowResult result) {
    SnapshotBytes bytes = window.bytes();
    MemorySegment all = bytes.slice(0, bytes.length());
    long first = Math.floorMod(-(window.base() + run.start()), SECTOR_BYTES);
    long end = Math.min(run.end(), bytes.length() - Integer.BYTES + 1);
    for (long at = run.start() + first; at < end; at += SECTOR_BYTES) {
      if (PackedBeginning.mayBegin(all.get(WORD, at))) {
        PackedBeginning.at(all, at)
            .ifPresent(stream -> stream(all, stream, window.base(), effort, result));
      }
    }
  }

  private void stream(
      MemorySegment bytes,
      PackedBeginning.Stream stream,
      long base,
      Effort effort,
      WindowResult result) {
    int cost = stream.packing() == PackedBeginning.Packing.ZSTD ? ZSTD_COST_BYTES : COST_BYTES;
    if (!effort.spend(cost)) {
      return;
    }
    Optional<String> content = content(bytes, stream, effort);
    if (content.isPresent()) {
      result.addUnopened(new Stream(stream.packing(), base + stream.offset(), content.get()));
    } else {
      result.packed++;
    }
  }

  private Optional<String> content(
      MemorySegment bytes, PackedBeginning.Stream stream, Effort effort) {
    MemorySegment head = packed.unpack(bytes, stream, SECTOR_BYTES);
    if (PackedContent.isArchive(head)) {
      effort.charge(PackedBeginning.MOST_BYTES);
      return PackedContent.of(packed.unpack(bytes, stream, PackedBeginning.MOST_BYTES));
    }
    return PackedContent.of(head).or(() -> object(head));
  }

  private static Optional<String> object(MemorySegment head) {
    if (head.byteSize() == 0) {
      return Optional.empty();
    }
    SnapshotBytes bytes = new SnapshotBytes("", head);
    if (Remnant.behindWhiteSpace(bytes, 0, bytes.length()).isPresent()) {
      return Optional.of("an object of Kubernetes'");
    }
    ByteText text = new ByteText(bytes, 0, (int) bytes.length(), new Effort(Long.MAX_VALUE));
    return MANIFEST.matcher(text).find()
        ? Optional.of("a manifest of Kubernetes'")
        : Optional.empty();
  }

  @Override
  public void close() {
    packed.close();
  }
}
