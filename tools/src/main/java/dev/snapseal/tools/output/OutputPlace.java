package dev.snapseal.tools.output;

import dev.snapseal.tools.output.OutputFile.Existing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/// The final name of a file to be made, links resolved, and the rules for what may be there.
///
/// @param given as the user named it
/// @param target in a folder without links on the way, so that a link changed later changes nothing
/// @param inputs what must not be overwritten
record OutputPlace(
    Path given, Path target, Existing existing, List<Path> inputs, OutputFailures failures) {
  private static final String PART_SUFFIX = ".snapseal-part";

  OutputPlace {
    inputs = List.copyOf(inputs);
  }

  /// Looks only; creates and changes nothing.
  static OutputPlace resolve(String option, Path given, Existing existing, List<Path> inputs)
      throws OutputException {
    OutputFailures failures = OutputFailures.of(given, option);
    try {
      return resolve(given, existing, inputs, failures);
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw failures.because("it cannot be created", e);
    }
  }

  private static OutputPlace resolve(
      Path given, Existing existing, List<Path> inputs, OutputFailures failures)
      throws IOException {
    refuseInputs(given, inputs, failures);
    Optional<BasicFileAttributes> found = attributes(given);
    if (found.isPresent()) {
      refuseAllButFiles(found.get(), failures);
    }
    Path followed = given;
    if (existing == Existing.REPLACE && Files.isSymbolicLink(given)) {
      if (found.isEmpty()) {
        throw failures.isLinkToNothing();
      }
      followed = follow(given, failures);
    }
    if (followed.getFileName() == null || followed.getFileName().toString().isEmpty()) {
      throw failures.isFolder();
    }
    Path target = folder(followed, failures).resolve(followed.getFileName());
    return new OutputPlace(given, target, existing, inputs, failures);
  }

  /// The file that a link points to. In a folder for all, such as `/tmp`, anybody may have planted
  /// the link. The file must be one that the user may write, as it would be without the link;
  /// opening it changes nothing.
  private static Path follow(Path link, OutputFailures failures) throws IOException {
    if (isForAll(folder(link, failures))) {
      throw failures.isLinkInFolderForAll();
    }
    FileChannel.open(link, StandardOpenOption.WRITE).close();
    return link.toRealPath();
  }

  private static boolean isForAll(Path folder) throws IOException {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static Path folder(Path file, OutputFailures failures) throws IOException {
    try {
      return file.toAbsolutePath().getParent().toRealPath();
    } catch (NoSuchFileException e) {
      throw failures.noFolder();
    }
  }

  /// Where the bytes are until the file is whole.
  Path part() {
    return target.resolveSibling("." + target.getFileName() + PART_SUFFIX);
  }

  /// What creating it would fail of.
  void refuseUnwritable() throws OutputException {
    try {
      refuseForbiddenTarget();
      if (!Files.isWritable(target.getParent())) {
        throw new AccessDeniedException(target.toString());
      }
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw failures.because("it cannot be created", e);
    }
  }

  /// Looks at the target once more, as at the beginning.
  void refuseForbiddenTarget() throws IOException {
    Optional<BasicFileAttributes> found = attributes(target, LinkOption.NOFOLLOW_LINKS);
    if (found.isEmpty()) {
      return;
    }
    switch (existing) {
      case REFUSE -> throw failures.exists();
      case REPLACE -> {
        refuseAllButFiles(found.get(), failures);
        refuseInputs(target, inputs, failures);
      }
    }
  }

  private static void refuseInputs(Path file, List<Path> inputs, OutputFailures failures)
      throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    for (Path input : inputs) {
      if (Files.exists(input)) {
        if (Files.isSameFile(file, input)) {
          throw failures.isInput(input);
        }
        if (Files.isDirectory(input) && file.toRealPath().startsWith(input.toRealPath())) {
          throw failures.isInside(input);
        }
      }
    }
  }

  private static void refuseAllButFiles(BasicFileAttributes found, OutputFailures failures)
      throws OutputException {
    if (found.isDirectory()) {
      throw failures.isFolder();
    }
    if (!found.isRegularFile()) {
      throw failures.isSpecial();
    }
  }

  /// Empty where there is nothing, or a link that leads to nothing.
  static Optional<BasicFileAttributes> attributes(Path file, LinkOption... links)
      throws IOException {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, links));
    } catch (NoSuchFileException | FileSystemLoopException _) {
      return Optional.empty();
    }
  }
}
