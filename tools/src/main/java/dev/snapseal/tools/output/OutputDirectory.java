package dev.snapseal.tools.output;

import dev.snapseal.tools.Interruption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// A folder that appears under its final name whole, or not at all.
///
/// It is filled beside its final name as `.NAME.snapseal-part`; folder and files are readable by
/// their owner only and stay so. [#commit] is what makes it appear; [#close] without that, a
/// failure, Ctrl-C and SIGTERM leave nothing. After `kill -9` the part stays, and the next run for
/// the same folder removes it. Never replaces what is there. Belongs to one thread.
public final class OutputDirectory implements AutoCloseable {
  private static final String PART_SUFFIX = ".snapseal-part";

  /// Tells a part that is being written from one that was left behind.
  private static final String LOCK = ".lock";

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path target;
  private final Path part;
  private final OutputFailures failures;
  private final Thread atShutdown = new Thread(this::removePart, "remove part folder");
  private FileChannel lock;
  private boolean isDone;

  private OutputDirectory(Path target, OutputFailures failures) {
    this.target = target;
    this.part = target.resolveSibling("." + target.getFileName() + PART_SUFFIX);
    this.failures = failures;
  }

  /// Begins a folder.
  ///
  /// @param option that names it; hints repeat it
  /// @param given as the user gave it; nothing may be there
  /// @throws OutputException if it cannot be made; nothing was changed
  @SuppressWarnings("MustBeClosedChecker") // the caller closes it
  public static OutputDirectory create(String option, Path given) throws OutputException {
    OutputFailures failures = OutputFailures.of(given, option);
    try {
      Path absolute = given.toAbsolutePath().normalize();
      if (absolute.getFileName() == null) {
        throw failures.existsAsFolder();
      }
      Path folder = absolute.getParent();
      if (!Files.isDirectory(folder)) {
        throw failures.noFolder();
      }
      OutputDirectory directory =
          new OutputDirectory(folder.toRealPath().resolve(absolute.getFileName()), failures);
      directory.begin();
      return directory;
    } catch (OutputException e) {
      throw e;
    } catch (IOException | IllegalStateException e) {
      throw failures.because("it cannot be created", asIo(e));
    }
  }

  private static IOException asIo(Exception e) {
    return e instanceof IOException io ? io : new IOException("interrupted", e);
  }

  private void begin() throws IOException {
    refuseExisting();
    removeAbandoned();
    Runtime.getRuntime().addShutdownHook(atShutdown);
    boolean isBegun = false;
    try {
      Files.createDirectory(part, permissions(part, "rwx------"));
      lock = FileChannel.open(part.resolve(LOCK), NEW_FILE, permissions(part, "rw-------"));
      if (lock.tryLock() == null) {
        throw failures.isBusy(part);
      }
      isBegun = true;
    } catch (FileAlreadyExistsException e) { // another run was faster
      isDone = true;
      throw failures.isBusy(part);
    } finally {
      if (!isBegun) {
        close();
      }
    }
  }

  /// Writes a new file.
  ///
  /// @param folders below the folder, made if they are not there; none of them `..` or a path
  /// @param name not there yet
  public void write(List<String> folders, String name, byte[] content) throws OutputException {
    Path folder = part;
    try {
      for (String one : folders) {
        folder = below(folder, one);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(folder, permissions(part, "rwx------"));
        }
      }
      Path file = below(folder, name);
      try (FileChannel out = FileChannel.open(file, NEW_FILE, permissions(part, "rw-------"))) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
    } catch (IOException e) {
      throw failures.because("writing failed", e);
    }
  }

  private static Path below(Path folder, String name) {
    Path path = folder.resolve(name);
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || !folder.equals(path.getParent())) {
      throw new IllegalArgumentException("'" + name + "' is no name of a file");
    }
    return path;
  }

  /// Has the folder appear. To be called once.
  public void commit() throws OutputException {
    try {
      Files.delete(part.resolve(LOCK));
      lock.close();
      refuseExisting();
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      isDone = true;
      Interruption.keeps("the output was written, and is whole");
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw failures.because("it cannot be created", e);
    }
  }

  /// Removes what was not committed.
  @Override
  public void close() {
    removePart();
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook has nothing left to do.
    }
  }

  private void refuseExisting() throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw failures.existsAsFolder();
    }
  }

  /// Removes a part that no run has locked.
  private void removeAbandoned() throws IOException {
    if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
      throw failures.isInTheWay(part);
    }
    try (FileChannel abandoned =
            FileChannel.open(
                part.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock free = abandoned.tryLock()) {
      if (free == null) {
        throw failures.isBusy(part);
      }
    } catch (OverlappingFileLockException _) {
      throw failures.isBusy(part);
    } catch (NoSuchFileException _) {
      // It was left between its making and its locking, or its unlocking and its renaming.
    }
    removeTree(part);
  }

  private synchronized void removePart() {
    if (isDone) {
      return;
    }
    isDone = true;
    try {
      if (lock != null) {
        lock.close();
      }
      removeTree(part);
    } catch (IOException _) {
      // What cannot be removed is found by its name; the failure that led here is told.
    }
  }

  private static void removeTree(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static FileAttribute<?>[] permissions(Path place, String text) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }
}
