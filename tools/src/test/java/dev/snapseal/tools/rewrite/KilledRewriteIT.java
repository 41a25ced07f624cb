package dev.snapseal.tools.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.LargeSnapshot;
import dev.snapseal.tools.Main;
import dev.snapseal.tools.ProgramRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program in a process of its own, killed at random moments (`kill -9`).
///
/// `-Dsnapseal.kills=200` kills it more often.
final class KilledRewriteIT {
  private static final int KILLS = Integer.getInteger("snapseal.kills", 25);
  private static final long SEED = 20261126;

  @TempDir private Path folder;

  @Test
  void neverLeavesAPartialFileUnderTheFinalName() throws Exception {
    Path source = folder.resolve("large.db");
    Path config = folder.resolve("cbc.yaml");
    LargeSnapshot.main(
        new String[] {
          "--values",
          "3000",
          "--bytes",
          "12MiB",
          "--output",
          source.toString(),
          "--config-output",
          config.toString()
        });
    Path target = folder.resolve("gcm.yaml");
    Files.writeString(target, Files.readString(config).replace("aescbc", "aesgcm"));
    byte[] before = sha256(source);
    Path out = folder.resolve("out.db");
    long longest = millisOf(source, config, target, out);
    Random random = new Random(SEED);
    int whole = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = start(source, config, target, out);
      boolean ended = process.waitFor(random.nextLong(longest), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      if (Files.exists(out)) {
        whole++;
        assertWhole(out, target);
        Files.delete(out);
      } else {
        assertTrue(!ended, Files.readString(log()));
      }
      assertArrayEquals(before, sha256(source));
    }
    assertEquals(0, start(source, config, target, out).waitFor(), Files.readString(log()));
    assertWhole(out, target);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          List.of("cbc.yaml", "gcm.yaml", "large.db", "log", "out.db"),
          left.map(file -> file.getFileName().toString()).sorted().toList());
    }
    System.out.println(KILLS + " kills of seed " + SEED + ", " + whole + " came too late");
  }

  /// What a whole run takes, and a little more.
  private long millisOf(Path source, Path config, Path target, Path out) throws Exception {
    long start = System.nanoTime();
    assertEquals(0, start(source, config, target, out).waitFor(), Files.readString(log()));
    Files.delete(out);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + 100;
  }

  private Process start(Path source, Path config, Path target, Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "rekey",
            source.toString(),
            "--config",
            config.toString(),
            "--to-config",
            target.toString(),
            "--output",
            out.toString())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .redirectInput(new File("/dev/null"))
        .start();
  }

  private Path log() {
    return folder.resolve("log");
  }

  private static void assertWhole(Path out, Path config) throws IOException {
    ProgramRun check = ProgramRun.of("check", out, "--config", config);
    assertEquals(0, check.code(), check.out());
    assertTrue(check.out().contains("3,000 values opened"), check.out());
  }

  private static byte[] sha256(Path file) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
  }
}
