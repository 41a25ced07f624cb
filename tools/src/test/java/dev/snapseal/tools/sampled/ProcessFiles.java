package dev.snapseal.tools.sampled;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files that a process could have written, wherever they are and if they have no name any
/// more: what it has open to write, what is deleted and still open, and the same of what it has
/// mapped.
///
/// @see <a
///   href="https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html">proc_pid_fdinfo(5)</a>
/// @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html">proc_pid_maps(5)</a>
final class ProcessFiles {
  private static final String DELETED = " (deleted)";
  private static final Pattern FLAGS = Pattern.compile("(?m)^flags:\\s*([0-7]+)$");
  private static final int ACCESS_MODE = 3;

  /// Addresses, whether it may be written to, and path, of what has an inode.
  private static final Pattern SHARED_MAPPING =
      Pattern.compile("(\\S+) .(.).s \\S+ \\S+ [1-9]\\d* +(.*)");

  private final Path process;
  private final Optional<ProcessHandle> handle;

  ProcessFiles(long pid) {
    this.process = Path.of("/proc", Long.toString(pid));
    this.handle = ProcessHandle.of(pid);
  }

  /// Paths under which they can be read now, with the names that they have or had.
  Map<Path, String> now() throws IOException {
    Map<Path, String> found = new HashMap<>();
    try {
      addOpen(found);
      addMapped(found);
    } catch (IOException e) {
      if (kib("VmRSS") > 0) { // it is not just ending
        throw e;
      }
    }
    return found;
  }

  private void addOpen(Map<Path, String> found) throws IOException {
    List<Path> descriptors;
    try (Stream<Path> listed = Files.list(process.resolve("fd"))) {
      descriptors = listed.toList();
    }
    for (Path descriptor : descriptors) {
      try {
        String name = Files.readSymbolicLink(descriptor).toString();
        boolean isFile = name.startsWith("/") && Files.isRegularFile(descriptor);
        if (isFile && (name.endsWith(DELETED) || mayBeWritable(descriptor))) {
          found.put(descriptor, name);
        }
      } catch (NoSuchFileException _) {
        // It was closed.
      }
    }
  }

  private boolean mayBeWritable(Path descriptor) {
    return text(process.resolve("fdinfo").resolve(descriptor.getFileName()))
        .map(FLAGS::matcher)
        .filter(Matcher::find)
        .map(flags -> (Integer.parseInt(flags.group(1), 8) & ACCESS_MODE) != 0)
        .orElse(true);
  }

  /// Empty if the kernel does not know any more what it was about.
  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private void addMapped(Map<Path, String> found) throws IOException {
    for (String line : Files.readAllLines(process.resolve("maps"))) {
      Matcher mapping = SHARED_MAPPING.matcher(line);
      if (mapping.matches()) {
        String name = mapping.group(3);
        if (name.endsWith(DELETED) || mapping.group(2).equals("w")) {
          Path link = process.resolve("map_files").resolve(mapping.group(1));
          found.put(name.endsWith(DELETED) ? link : Path.of(name), name);
        }
      }
    }
  }

  /// A size out of its status, such as `VmHWM`, in KiB; 0 when it has no memory any more.
  long kib(String field) {
    return text(process.resolve("status"))
        .map(Pattern.compile("(?m)^" + field + ":\\s*(\\d+) kB$")::matcher)
        .filter(Matcher::find)
        .map(line -> Long.parseLong(line.group(1)))
        .orElse(0L);
  }

  /// The time that processors worked for it; none when it has ended.
  Duration cpuTime() {
    return handle.flatMap(alive -> alive.info().totalCpuDuration()).orElse(Duration.ZERO);
  }
}
