package dev.snapseal.tools.sweep;

import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.report.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Files that have content though their size is 0: the kernel, or a program behind a file system,
/// makes it when it is read. They are not searched, and must not be taken for empty.
final class SizelessFiles {
  /// File systems of Linux' own, on which reading may wait without end.
  private static final Set<String> KERNELS =
      Set.of(
          "proc",
          "sysfs",
          "tracefs",
          "debugfs",
          "securityfs",
          "configfs",
          "cgroup",
          "cgroup2",
          "pstore",
          "bpf",
          "efivarfs",
          "fusectl",
          "selinuxfs");

  private final Map<Object, Boolean> kernels = new HashMap<>();
  private final String directory;
  private String first = "";
  private long count;

  /// @param directory below which they are
  SizelessFiles(String directory) {
    this.directory = directory;
  }

  /// Whether something can be read of a file whose size is 0.
  static boolean hasContent(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() >= 0;
    }
  }

  /// Takes a file whose size is 0.
  ///
  /// @param path how reports name it
  void add(Path file, String path) throws IOException {
    if (isKernels(file) || hasContent(file)) {
      first = count == 0 ? path : first;
      count++;
    }
  }

  private boolean isKernels(Path file) throws IOException {
    Object device = Files.getAttribute(file, "unix:dev");
    Boolean known = kernels.get(device);
    if (known == null) {
      known = KERNELS.contains(Files.getFileStore(file).type());
      kernels.put(device, known);
    }
    return known;
  }

  /// What is to be said of them all, if there are any.
  Optional<SweepTarget.Unreadable> unreadable() {
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        count == 1
            ? new SweepTarget.Unreadable(first, notExamined(first))
            : new SweepTarget.Unreadable(
                directory,
                InputException.sizeless(
                    directory, Quantity.count(count, "file") + " in it have a size of 0")));
  }

  static InputException notExamined(String path) {
    return InputException.sizeless(path, "it has a size of 0");
  }
}
