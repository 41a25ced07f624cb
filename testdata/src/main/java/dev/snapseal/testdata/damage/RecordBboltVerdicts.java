package dev.snapseal.testdata.damage;

import dev.snapseal.testdata.damage.BboltVerdict.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Asks the `bbolt` on the PATH for its verdict of every sound and damaged file and prints the
/// table. Run it by the script `record-bbolt-verdicts`.
public final class RecordBboltVerdicts {
  private static final int LONGEST_SECONDS = 10;
  private static final int MOST_LINES = 200;

  private RecordBboltVerdicts() {}

  /// Prints the table.
  ///
  /// @param args none
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        "# What `bbolt check` says; made by record-bbolt-verdicts. Columns: file, outcome,"
            + " message.");
    Path folder = Files.createTempDirectory("bbolt-verdicts");
    for (Map.Entry<String, Supplier<byte[]>> file : files().entrySet()) {
      out.println(BboltVerdicts.line(ask(folder, file.getKey(), file.getValue().get())));
    }
    Files.delete(folder);
  }

  private static Map<String, Supplier<byte[]>> files() {
    Map<String, Supplier<byte[]>> files = new TreeMap<>();
    SoundSnapshots.all().forEach(sound -> files.put("sound/" + sound.name(), sound::bytes));
    DamagedSnapshots.all().forEach(damage -> files.put(damage.name(), damage::bytes));
    return files;
  }

  private static BboltVerdict ask(Path folder, String name, byte[] bytes)
      throws IOException, InterruptedException {
    Path file = folder.resolve("file.db");
    Files.write(file, bytes);
    Process bbolt =
        new ProcessBuilder("bbolt", "check", "file.db")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    Thread stopper = Thread.ofVirtual().start(() -> stopIfLong(bbolt));
    List<String> lines = firstLines(bbolt);
    int code = bbolt.waitFor();
    stopper.interrupt();
    Files.delete(file);
    return verdict(name, code, lines);
  }

  private static void stopIfLong(Process bbolt) {
    try {
      if (!bbolt.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        bbolt.toHandle().destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> firstLines(Process bbolt) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = bbolt.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null) {
        if (lines.size() < MOST_LINES || isDeath(line)) {
          lines.add(line.strip());
        }
        line = reader.readLine();
      }
    }
    return lines;
  }

  private static BboltVerdict verdict(String name, int code, List<String> lines) {
    String first = lines.isEmpty() ? "" : withoutAddress(lines.getFirst());
    if (code == 137) {
      return new BboltVerdict(name, Outcome.HANG, first);
    }
    String death = lines.stream().filter(RecordBboltVerdicts::isDeath).findFirst().orElse("");
    if (!death.isEmpty()) {
      return new BboltVerdict(name, Outcome.PANIC, withoutAddress(death));
    }
    return new BboltVerdict(name, code == 0 ? Outcome.OK : Outcome.ERROR, first);
  }

  /// Takes out addresses in memory, which differ from run to run.
  private static String withoutAddress(String line) {
    return line.replaceAll("0x[0-9a-f]{6,}", "0x...");
  }

  private static boolean isDeath(String line) {
    return line.startsWith("panic:")
        || line.startsWith("fatal error:")
        || line.startsWith("unexpected fault address");
  }
}
