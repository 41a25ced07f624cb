package dev.snapseal.tools.output;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;

/// A file that appears under its final name whole, or not at all.
///
/// It is written beside its final name as `.NAME.snapseal-part`, readable by its owner only, and
/// stays so under the final name. [#commit] is what makes it appear; [#close] without that, a
/// failure, Ctrl-C and SIGTERM leave nothing. After `kill -9` the part file stays, without the lock
/// that its writer held, and the next run for the same file removes it.
///
/// Any thread may write; one thread commits and closes, when no other writes any more.
public final class OutputFile implements AutoCloseable {
  /// The option that names what a command makes.
  static final String OPTION = "--output";

  /// What becomes of a file that has the final name already.
  public enum Existing {
    /// It stays, and nothing is written; also if it appears while the output is written.
    REFUSE,
    /// It stays until the output is whole and is then replaced in one step. Only a regular file is
    /// replaced. A symbolic link is followed, as `cp` does: it stays, and the file that it points
    /// to is replaced; but not in a folder that everybody may write to, nor if it points to
    /// nothing.
    REPLACE
  }

  private final Destination destination;

  private OutputFile(Destination destination) {
    this.destination = destination;
  }

  /// Begins a file.
  ///
  /// @param target as the user gave it
  /// @param inputs what is read: files, or folders with every file below them; none of these files
  ///   may be overwritten, by whatever path or link the target reaches it
  /// @throws OutputException if it cannot be written or may not be; nothing was changed
  public static OutputFile create(Path target, Existing existing, List<Path> inputs)
      throws OutputException {
    return create(OPTION, target, existing, inputs);
  }

  /// Begins a file that another option than `--output` names; hints repeat it.
  public static OutputFile create(String option, Path target, Existing existing, List<Path> inputs)
      throws OutputException {
    return new OutputFile(PartFile.create(OutputPlace.resolve(option, target, existing, inputs)));
  }

  /// Says beforehand what [#create] would, as far as looking tells it; creates and changes nothing.
  public static void refuseForbidden(Path target, Existing existing, List<Path> inputs)
      throws OutputException {
    refuseForbidden(OPTION, target, existing, inputs);
  }

  /// The same of a file that another option than `--output` names.
  public static void refuseForbidden(
      String option, Path target, Existing existing, List<Path> inputs) throws OutputException {
    OutputPlace.resolve(option, target, existing, inputs).refuseUnwritable();
  }

  /// Begins what goes to a stream whole: until then it is a temporary file without a name, in
  /// Java's folder for those.
  ///
  /// @param out written to by [#commit] only, and not closed
  public static OutputFile toStream(OutputStream out) throws OutputException {
    return new OutputFile(NamelessFile.create(out, Path.of(System.getProperty("java.io.tmpdir"))));
  }

  /// The same where nothing reaches a disk.
  ///
  /// @param memory a folder whose files are in memory
  public static OutputFile toStream(OutputStream out, Path memory) throws OutputException {
    return new OutputFile(NamelessFile.create(out, memory));
  }

  /// Begins what is only a step on the way, in memory: never named, and gone when it is closed.
  ///
  /// @param memory a folder whose files are in memory
  public static OutputFile inMemory(Path memory) throws OutputException {
    return new OutputFile(NamelessFile.create(OutputStream.nullOutputStream(), memory));
  }

  /// For reads and writes at a position, from any thread. To be closed by [#close] only.
  public FileChannel channel() {
    return destination.channel();
  }

  /// Writes all that remains of a buffer.
  ///
  /// @param position offset in the file
  public void write(ByteBuffer bytes, long position) throws OutputException {
    try {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel().write(bytes, at);
      }
    } catch (IOException e) {
      throw destination.failure("writing failed", e);
    }
  }

  /// The first bytes of the file as they were written, to verify them.
  ///
  /// @param length no more than was written
  /// @param arena how long the memory is valid; it may outlive this
  public MemorySegment map(long length, Arena arena) throws OutputException {
    try {
      long size = channel().size();
      if (length < 0 || length > size) { // a longer mapping would lengthen the file
        throw new IllegalArgumentException("length %d is not in 0..%d".formatted(length, size));
      }
      return channel().map(MapMode.READ_ONLY, 0, length, arena);
    } catch (IOException e) {
      throw destination.failure("reading it back failed", e);
    }
  }

  /// Has the disk hold what was written so far. [#commit] does it too; this is to time it apart.
  public void sync() throws OutputException {
    destination.sync();
  }

  /// Has the file appear. To be called once.
  public void commit() throws OutputException {
    destination.sync();
    destination.commit();
  }

  /// Removes what was not committed.
  @Override
  public void close() {
    destination.close();
  }
}
