package dev.snapseal.tools.sampled;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Searches all that a process could have written for a canary, again and again while it runs.
///
/// That is every file below one folder, and what it has open elsewhere. Each is read from its first
/// byte to its last each time.
final class DiskSampler implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 20;
  private static final int PAUSE_MILLIS = 4;

  private final Path folder;
  private final Canary canary;
  private final ProcessFiles process;
  private final Thread thread = new Thread(this::run, "disk sampler");
  private final byte[] piece = new byte[PIECE_BYTES];

  private final Set<String> sightings = new LinkedHashSet<>();
  private int samples;
  private long files;
  private long bytes;
  private long peakRssKib;
  private long peakAnonymousKib;
  private Duration cpuTime = Duration.ZERO;
  private Optional<Exception> failure = Optional.empty();
  private volatile boolean stopped;

  private DiskSampler(Path folder, Canary canary, ProcessFiles process) {
    this.folder = folder;
    this.canary = canary;
    this.process = process;
  }

  static DiskSampler start(Path folder, Canary canary, long pid) {
    DiskSampler sampler = new DiskSampler(folder, canary, new ProcessFiles(pid));
    sampler.thread.start();
    return sampler;
  }

  private void run() {
    try {
      while (!stopped) {
        sample();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  private void sample() throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path file : below.filter(Files::isRegularFile).toList()) {
        search(file, file.toString());
      }
    } catch (java.io.UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e;
      }
      // A folder was removed while it was listed: what is left is seen the next time.
    }
    for (Map.Entry<Path, String> open : process.now().entrySet()) {
      search(open.getKey(), open.getValue());
    }
    peakRssKib = Math.max(peakRssKib, process.kib("VmHWM"));
    peakAnonymousKib = Math.max(peakAnonymousKib, process.kib("RssAnon"));
    Duration worked = process.cpuTime();
    cpuTime = worked.compareTo(cpuTime) > 0 ? worked : cpuTime;
    samples++;
  }

  private void search(Path file, String name) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      files++;
      int kept = 0;
      for (int count = read(channel, 0); count > 0; count = read(channel, kept)) {
        bytes += count;
        int length = kept + count;
        canary.in(piece, length).ifPresent(form -> sightings.add(name + " " + form));
        kept = Math.min(canary.overlap(), length);
        System.arraycopy(piece, length - kept, piece, 0, kept);
      }
    } catch (NoSuchFileException _) {
      // It was removed, closed, or renamed: under its new name it is seen the next time.
    }
  }

  private int read(FileChannel channel, int from) throws IOException {
    return channel.read(ByteBuffer.wrap(piece, from, piece.length - from));
  }

  /// Searches a last time, when the process has ended.
  ///
  /// @throws IllegalStateException if a search failed
  Seen end() throws IOException {
    close();
    if (failure.isPresent()) {
      throw new IllegalStateException("not everything was searched", failure.get());
    }
    sample();
    return new Seen(
        Set.copyOf(sightings), samples, files, bytes, cpuTime, peakRssKib, peakAnonymousKib);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
