package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// The members of a zip archive in the order of its central directory, which alone is trusted:
/// sizes, names and flags in front of the members are not used. The library keeps the directory on
/// the heap; [UnpackBudget] bounds it.
final class ZipReader implements AutoCloseable {
  private final ZipFile zip;

  private ZipReader(ZipFile zip) {
    this.zip = zip;
  }

  /// @param archive must stay readable until this is closed
  static ZipReader open(MemorySegment archive, UnpackBudget budget, String displayPath)
      throws IOException {
    MemorySegment whole = ZipEnd.withoutComment(archive, displayPath);
    SegmentChannel channel = new SegmentChannel(whole, budget.directoryBytesLeft(), displayPath);
    ZipFile zip = LibraryCall.run(() -> read(channel), _ -> damaged(displayPath));
    budget.countDirectory(channel.endDirectory());
    return new ZipReader(zip);
  }

  private static ZipFile read(SegmentChannel channel) throws IOException {
    return ZipFile.builder()
        .setSeekableByteChannel(channel)
        .setCharset(ISO_8859_1)
        .setUseUnicodeExtraFields(false)
        .setIgnoreLocalFileHeader(true)
        .get();
  }

  private static InputException damaged(String displayPath) {
    return new InputException(
        displayPath,
        InputProblem.DAMAGED,
        "the zip archive's central directory is damaged, or lies outside the file");
  }

  List<ZipMember> members() {
    return Collections.list(zip.getEntries()).stream()
        .map(entry -> new ZipMember(zip, entry))
        .toList();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
