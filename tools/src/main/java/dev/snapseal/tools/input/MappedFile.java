package dev.snapseal.tools.input;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file in memory as it lies on disk, and what it looked like when it was opened.
///
/// @param path what was opened
/// @param displayPath how reports name it
/// @param stamp before it was opened
/// @param bytes owned by an [InputMemory]
record MappedFile(Path path, String displayPath, FileStamp stamp, MemorySegment bytes) {
  static MappedFile open(SourceFile source, InputMemory memory) throws IOException {
    String displayPath = source.place().displayPath();
    FileStamp stamp = FileStamp.of(source.attributes());
    try (FileChannel file = FileChannel.open(source.path(), StandardOpenOption.READ)) {
      if (file.size() != stamp.sizeBytes()) {
        throw InputException.changed(
            displayPath, "its size went away from %d bytes".formatted(stamp.sizeBytes()));
      }
      MemorySegment bytes = memory.map(file, stamp.sizeBytes());
      return new MappedFile(source.path(), displayPath, stamp, bytes);
    }
  }

  /// @throws InputException [InputProblem#CHANGED]
  void verifyUnchanged() throws InputException {
    FileStamp now;
    try {
      now = FileStamp.of(path);
    } catch (IOException e) {
      throw InputException.changed(displayPath, "it is no longer there");
    }
    if (!now.isSame(stamp)) {
      throw InputException.changed(displayPath, stamp.differenceTo(now));
    }
  }
}
