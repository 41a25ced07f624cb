package dev.snapseal.tools.drill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// The folder that a drill works in, and the programs that it starts there: gone when the drill is.
///
/// Closing, Ctrl-C and SIGTERM end the programs and remove the folder. After `kill -9` two shells
/// do the same, which wait for this process to be gone. If they are killed with it, the folder
/// stays, without the lock that its drill held, and the next drill in the same place removes it: if
/// it has the name and the marker of one, so that nobody's own folder is taken for it.
final class DrillFolder implements AutoCloseable {
  private static final String PREFIX = "snapseal-drill-";

  /// With the random number that Java makes names unique with.
  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{1,20}");

  private static final String LOCK = "lock";

  /// What the locked file says, so that no other file of its name is taken for it.
  private static final byte[] MARKER =
      "A folder of 'snapseal drill', which it removes.\n".getBytes(StandardCharsets.US_ASCII);

  /// A folder is locked a moment after it was made.
  private static final Duration MOMENT = Duration.ofMinutes(1);

  private static final Duration LONGER_THAN_ENDING = Duration.ofMinutes(1);

  private final Thread atShutdown = new Thread(this::removeAtShutdown, "remove drill folder");
  private final List<WatchedProcess> programs = new ArrayList<>();
  private final Path path;
  private final FileChannel lock;
  private final WatchedProcess remover;
  private boolean isEnding;
  private boolean isGone;

  private DrillFolder(Path path, FileChannel lock, WatchedProcess remover) {
    this.path = path;
    this.lock = lock;
    this.remover = remover;
  }

  /// Makes one, readable by its owner only, and removes those that killed drills have left.
  static DrillFolder create(Path base) throws IOException {
    Path path =
        Files.createTempDirectory(
            base.toAbsolutePath(),
            PREFIX,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    DrillFolder folder = null;
    try {
      removeAbandoned(base, Files.getOwner(path));
      FileChannel lock =
          FileChannel.open(
              path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      lock.write(ByteBuffer.wrap(MARKER));
      folder = new DrillFolder(path, lock, WatchedProcess.removing(path, base.toAbsolutePath()));
      Runtime.getRuntime().addShutdownHook(folder.atShutdown);
      return folder;
    } catch (IllegalStateException e) { // the process is ending already
      remove(path);
      throw awaitEnd();
    } finally {
      if (folder == null) {
        remove(path);
      }
    }
  }

  /// A file or folder in it.
  Path resolve(String name) {
    return path.resolve(name);
  }

  /// Starts a program in it, whose output goes to a file of that name with `.log`.
  synchronized WatchedProcess start(String name, List<String> command) throws IOException {
    if (isEnding) {
      throw awaitEnd();
    }
    WatchedProcess program = WatchedProcess.start(path, log(name), command);
    programs.add(program);
    return program;
  }

  /// Where the output of a program goes.
  Path log(String name) {
    return resolve(name + ".log");
  }

  /// `Runtime.halt` runs no hooks: they are for signals, and this is for everything else.
  @Override
  public void close() {
    removeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException _) {
      // A thread that went on could change the exit code, which is the signal's.
      LockSupport.parkNanos(LONGER_THAN_ENDING.toNanos());
    }
  }

  private void removeAtShutdown() {
    synchronized (this) {
      isEnding = true;
    }
    removeAll();
  }

  private synchronized void removeAll() {
    if (isGone) {
      return;
    }
    isGone = true;
    programs.forEach(WatchedProcess::close);
    remove(path);
    remover.close();
    try {
      lock.close();
    } catch (IOException _) {
      // Nobody waits for it.
    }
  }

  /// Waits for the signal's end of the process.
  private static IOException awaitEnd() {
    LockSupport.parkNanos(LONGER_THAN_ENDING.toNanos());
    return new IOException("the process is ending");
  }

  /// Only this user's: nobody else can put something else in their place meanwhile. And only those
  /// whose drill is gone.
  private static void removeAbandoned(Path base, UserPrincipal user) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
      for (Path folder : folders) {
        if (isNamedLikeOne(folder) && isOf(folder, user)) {
          removeIfAbandoned(folder);
        }
      }
    }
  }

  private static boolean isNamedLikeOne(Path folder) {
    return NAME.matcher(folder.getFileName().toString()).matches()
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private static void removeIfAbandoned(Path folder) throws IOException {
    Path marker = folder.resolve(LOCK);
    if (Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
      if (isUnlockedMarker(marker)) {
        remove(folder);
      }
    } else if (isOlderThanAMoment(folder)) {
      removeEmpty(folder);
    }
  }

  /// A drill that was killed before it had marked its folder has put nothing into it.
  private static void removeEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException _) {
      // It has something in it, and is no drill's.
    }
  }

  private static boolean isOf(Path folder, UserPrincipal user) {
    try {
      return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user);
    } catch (IOException _) { // gone meanwhile
      return false;
    }
  }

  private static boolean isOlderThanAMoment(Path folder) {
    try {
      Instant changed = Files.getLastModifiedTime(folder).toInstant();
      return changed.isBefore(Instant.now().minus(MOMENT));
    } catch (IOException _) { // gone meanwhile
      return false;
    }
  }

  private static boolean isUnlockedMarker(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken != null && isMarker(channel);
    } catch (OverlappingFileLockException | IOException _) {
      return false;
    }
  }

  private static boolean isMarker(FileChannel file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(MARKER.length + 1);
    int read = 0;
    while (content.hasRemaining() && read >= 0) {
      read = file.read(content);
    }
    return content.flip().equals(ByteBuffer.wrap(MARKER));
  }

  /// Removes as much as can be removed; links are removed, not followed.
  private static void remove(Path folder) {
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException _) {
      // The shell that waits for the end of this process tries again.
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
