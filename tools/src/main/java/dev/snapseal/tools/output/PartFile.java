package dev.snapseal.tools.output;

import dev.snapseal.tools.Interruption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// The file beside the final name that a run writes, and locks while it does.
///
/// The lock is what tells a file in use from one that a killed run left. It is the process's, and
/// closing any channel of the same file gives it up: nothing here opens a part file of this process
/// a second time, and nobody else should.
final class PartFile implements Destination {
  /// The part files of this process, which must not be opened to see whether they are locked.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  /// Other runs may create and remove part files of the same name meanwhile, each a few times.
  private static final int ATTEMPTS = 100;

  private static final int LARGEST_PROBE = 1 << 16;

  private static final Duration LONGER_THAN_ENDING = Duration.ofSeconds(30);

  private static final Set<OpenOption> NEW_FILE =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private enum State {
    UNMADE,
    PART,
    DONE,
    /// The process is ending; no file is made any more.
    ENDING
  }

  private final OutputPlace place;
  private final Path path;
  private final Thread atShutdown = new Thread(this::removeAtShutdown, "remove part file");

  private State state = State.UNMADE;
  private FileChannel channel;

  private PartFile(OutputPlace place) {
    this.place = place;
    this.path = place.part();
  }

  /// Removes what a killed run left, and creates the file.
  static PartFile create(OutputPlace place) throws OutputException {
    PartFile part = new PartFile(place);
    if (!OURS.add(part.path)) {
      throw place.failures().isBusy(part.path);
    }
    boolean made = false;
    try {
      part.prepareForSignals();
      part.acquire();
      made = true;
      return part;
    } catch (OverlappingFileLockException e) { // ours, under a name in other case
      throw place.failures().isBusy(part.path);
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw place.failures().because("it cannot be created", e);
    } finally {
      if (!made) {
        part.close();
      }
    }
  }

  private void prepareForSignals() throws OutputException {
    try {
      Runtime.getRuntime().addShutdownHook(atShutdown);
    } catch (IllegalStateException e) { // too late
      throw ending();
    }
  }

  /// Waits for the signal's end of the process, whose exit code a thread that went on could change.
  private OutputException ending() {
    long deadline = System.nanoTime() + LONGER_THAN_ENDING.toNanos();
    boolean interrupted = false;
    while (System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LONGER_THAN_ENDING.toNanos());
      interrupted |= Thread.interrupted(); // else it would not be parked again
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return place.failures().isEnding();
  }

  private synchronized void acquire() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (state == State.ENDING) {
        throw ending();
      }
      removeAbandoned();
      place.refuseForbiddenTarget();
      if (isMade()) {
        return;
      }
    }
    throw place.failures().isBusy(path);
  }

  /// Removes a file of this name that nobody has locked.
  private void removeAbandoned() throws IOException {
    Optional<BasicFileAttributes> found = attributes();
    if (found.isEmpty()) {
      return;
    }
    if (!found.get().isRegularFile()) {
      throw place.failures().isInTheWay(path);
    }
    try (FileChannel abandoned =
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileLock lock = abandoned.tryLock()) {
      if (lock == null) {
        throw place.failures().isBusy(path);
      }
      // Another run may have removed it and begun its own since.
      if (attributes().filter(now -> isSame(found.get(), now)).isPresent()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException _) {
      // Another run removed it.
    } catch (FileSystemException e) {
      throw place.failures().because(path + " is in the way", e);
    }
  }

  private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
    return other.isRegularFile()
        && String.valueOf(one.fileKey()).equals(String.valueOf(other.fileKey()))
        && one.creationTime().equals(other.creationTime())
        && one.lastModifiedTime().equals(other.lastModifiedTime())
        && one.size() == other.size();
  }

  /// Creates the file and locks it, unless another run is faster.
  private boolean isMade() throws IOException {
    try {
      channel = FileChannel.open(path, NEW_FILE, ownerOnly());
    } catch (FileAlreadyExistsException _) {
      return false;
    }
    state = State.PART;
    if (channel.tryLock() != null && isAtItsPath()) {
      return true;
    }
    // Between creating and locking it looked abandoned, and another run removed it.
    state = State.UNMADE;
    channel.close();
    return false;
  }

  /// Whether the path still leads to the file that is open. Java tells no channel's inode, so the
  /// file gets a size that no other has.
  private boolean isAtItsPath() throws IOException {
    int probe = ThreadLocalRandom.current().nextInt(LARGEST_PROBE);
    channel.write(ByteBuffer.allocate(1), probe);
    boolean same = attributes().filter(found -> found.size() == probe + 1).isPresent();
    channel.truncate(0);
    return same;
  }

  private FileAttribute<?>[] ownerOnly() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private Optional<BasicFileAttributes> attributes() throws IOException {
    return OutputPlace.attributes(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public OutputException failure(String what, IOException cause) {
    return place.failures().because(what, cause);
  }

  @Override
  public void sync() throws OutputException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw failure("writing to the disk failed", e);
    }
  }

  @Override
  public void commit() throws OutputException {
    giveFinalName();
    syncFolder();
  }

  private void giveFinalName() throws OutputException {
    if (!nameUnlessEnding()) {
      throw ending();
    }
  }

  private synchronized boolean nameUnlessEnding() throws OutputException {
    return switch (state) {
      case ENDING -> false;
      case UNMADE, DONE -> throw new IllegalStateException("committed or closed before");
      case PART -> {
        name();
        state = State.DONE;
        Interruption.keeps("the output was written, and is whole");
        yield true;
      }
    };
  }

  private void name() throws OutputException {
    try {
      place.refuseForbiddenTarget();
      switch (place.existing()) {
        case REFUSE -> nameWithoutReplacing(path, place.target());
        case REPLACE -> Files.move(path, place.target(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (OutputException e) {
      throw e;
    } catch (FileAlreadyExistsException e) {
      throw place.failures().exists();
    } catch (NoSuchFileException e) {
      throw place.failures().isGone(path, e);
    } catch (IOException e) {
      throw failure("it could not be given its name", e);
    }
  }

  /// A hard link, unlike a renaming, never replaces a file. Where there are none, a file that
  /// appears between the look and the renaming is lost.
  static void nameWithoutReplacing(Path part, Path target) throws IOException {
    try {
      Files.createLink(target, part);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    removeIfPossible(part);
  }

  /// Has the name, too, survive a power failure. Not every system opens folders or syncs them, and
  /// the file is whole already: failures are passed over, as SQLite does.
  private void syncFolder() {
    try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException _) {
      // See above.
    }
  }

  /// `Runtime.halt` runs no hooks: they are for signals, and this is for everything else.
  @Override
  public void close() {
    synchronized (this) {
      if (state == State.PART) {
        removeIfPossible(path); // before the lock goes with the channel
      }
      if (state != State.ENDING) {
        state = State.DONE;
      }
    }
    closeChannel();
    OURS.remove(path);
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException _) {
      // The process is ending; the hook finds nothing to do.
    }
  }

  private void closeChannel() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException _) {
        // What was committed is synced, and nothing else is kept.
      }
    }
  }

  private synchronized void removeAtShutdown() {
    if (state == State.PART) {
      removeIfPossible(path);
    }
    if (state != State.DONE) {
      state = State.ENDING;
    }
  }

  private static void removeIfPossible(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // The next run for this file removes it.
    }
  }
}
