package dev.snapseal.tools.sweep;

import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.input.InputKind;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A file to be read.
///
/// @param file what to open
/// @param path how reports name it
/// @param kind what it is, if it is part of a directory that was named
/// @param sizeBytes its length, or the device's
public record SweepTarget(Path file, String path, Optional<InputKind> kind, long sizeBytes) {
  private static final Path BLOCK_DEVICES = Path.of("/sys/class/block");

  /// `size` there counts these, whatever the device has.
  private static final int SYSFS_SECTOR_BYTES = 512;

  private static final int TYPE_MASK = 0170000;
  private static final int BLOCK_DEVICE = 0060000;

  /// Something that cannot be read, and why.
  record Unreadable(String path, IOException cause) {}

  /// A file, a block device, or all files below a directory in order of their names; links in it
  /// are not followed.
  ///
  /// @param unreadable told what cannot be listed
  /// @param links told the links that lead out of the directory
  static List<SweepTarget> find(String argument, List<Unreadable> unreadable, List<String> links)
      throws IOException {
    Path path = Path.of(argument).toRealPath();
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isDirectory()) {
      long size = sizeOf(path, argument, attributes);
      if (size == 0 && SizelessFiles.hasContent(path)) {
        throw SizelessFiles.notExamined(argument);
      }
      return List.of(new SweepTarget(path, argument, Optional.empty(), size));
    }
    List<SweepTarget> found = new ArrayList<>();
    String base = argument.replaceAll("/+$", "");
    SizelessFiles sizeless = new SizelessFiles(argument);
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
            if (of.isSymbolicLink() && leadsOut(file, path)) {
              links.add(base + "/" + path.relativize(file));
            }
            if (of.isRegularFile() && of.size() == 0) {
              addSizeless(file);
            } else if (of.isRegularFile()) {
              found.add(
                  new SweepTarget(
                      file,
                      base + "/" + path.relativize(file),
                      Optional.of(InputKind.DATA_DIR),
                      of.size()));
            }
            return FileVisitResult.CONTINUE;
          }

          private void addSizeless(Path file) {
            String name = base + "/" + path.relativize(file);
            try {
              sizeless.add(file, name);
            } catch (IOException e) {
              unreadable.add(new Unreadable(name, e));
            }
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            unreadable.add(new Unreadable(base + "/" + path.relativize(file), e));
            return FileVisitResult.CONTINUE;
          }
        });
    sizeless.unreadable().ifPresent(unreadable::add);
    found.sort(Comparator.comparing(SweepTarget::path));
    return found;
  }

  /// A link to what is read anyway, or to nothing, hides nothing.
  private static boolean leadsOut(Path link, Path root) {
    try {
      return !link.toRealPath().startsWith(root);
    } catch (IOException e) {
      return false;
    }
  }

  /// Of a block device Java says 0. What has no end, or none that is known, is refused.
  private static long sizeOf(Path path, String argument, BasicFileAttributes attributes)
      throws IOException {
    if (attributes.isRegularFile()) {
      return attributes.size();
    }
    boolean isBlockDevice =
        Files.getAttribute(path, "unix:mode") instanceof Integer mode
            && (mode & TYPE_MASK) == BLOCK_DEVICE;
    if (!isBlockDevice) {
      throw InputException.notAFile(argument);
    }
    Path size = BLOCK_DEVICES.resolve(path.toRealPath().getFileName()).resolve("size");
    return Long.parseLong(Files.readString(size).strip()) * SYSFS_SECTOR_BYTES;
  }

  /// Standard input, read to its end into memory.
  static SweepTarget standardInput() {
    return new SweepTarget(Path.of(""), BackupInput.STANDARD_INPUT, Optional.empty(), 0);
  }

  /// Whether it is a disk itself, whose errors are to be expected.
  boolean isDevice() {
    return !isStandardInput() && !Files.isRegularFile(file);
  }

  boolean isStandardInput() {
    return path.equals(BackupInput.STANDARD_INPUT);
  }
}
