package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.WalBuilder;
import dev.snapseal.tools.ProgramRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A backup that was packed and deleted cannot be read in the bytes of a disk: it must not go
/// unnoticed.
final class PackedStreamsTest {
  private static final int SECTOR = 512;

  private final Random random = new Random(11);

  @TempDir private Path folder;

  private static byte[] backup() throws IOException {
    return Files.readAllBytes(TestData.cluster("etcd-3.6").finalDb());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] gzip(String text) throws IOException {
    return gzip(text.getBytes(UTF_8));
  }

  /// As k3s packs one, and with a folder before it.
  private static byte[] zip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      ZipEntry directory = new ZipEntry("snapshots/");
      directory.setMethod(ZipEntry.STORED);
      directory.setSize(0);
      directory.setCrc(0);
      zip.putNextEntry(directory);
      zip.putNextEntry(new ZipEntry("snapshots/etcd-snapshot"));
      zip.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] tar(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String name : names) {
        byte[] content = name.endsWith("/") ? new byte[0] : new byte[] {1, 2, 3};
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  /// A disk on which each begins at a sector, among other bytes.
  private Path disk(byte[]... streams) throws IOException {
    ByteArrayOutputStream disk = new ByteArrayOutputStream();
    disk.write(noise(8 * SECTOR));
    for (byte[] stream : streams) {
      disk.write(stream);
      disk.write(noise(2 * SECTOR - disk.size() % SECTOR));
    }
    return Files.write(folder.resolve("disk.img"), disk.toByteArray());
  }

  private static List<String> skipped(ProgramRun run) {
    List<String> whys = new ArrayList<>();
    for (JsonNode part : run.json().get("coverage").get("skipped")) {
      whys.add(part.get("why").asString());
    }
    return whys;
  }

  @Test
  void aPackedBackupIsNamedWithACommandThatSearchesIt() throws Exception {
    byte[] db = backup();
    Path disk = disk(gzip(db), Zstd.compress(db), zip(db));
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", disk);
    assertEquals(3, run.code() & 3, run::err);
    List<String> skipped = skipped(run);
    assertEquals(3, skipped.size(), skipped::toString);
    List<String> programs = List.of("gzip -dc", "zstd -dc", "funzip");
    for (int i = 0; i < programs.size(); i++) {
      String why = skipped.get(i);
      assertTrue(why.contains(" with a bbolt file, which was not opened: tail -c +"), why);
      assertTrue(why.endsWith(" | " + programs.get(i) + " | snapseal sweep -"), why);
      String command = why.substring(why.indexOf("tail "), why.lastIndexOf(" | "));
      assertTrue(Arrays.equals(db, output(command, programs.get(i), db)), command);
    }
  }

  /// What the shell makes of it; a machine without the program cannot tell.
  private static byte[] output(String command, String program, byte[] otherwise) throws Exception {
    String name = program.replaceAll(" .*", "");
    Process shell =
        new ProcessBuilder("sh", "-c", "command -v " + name + " >&2 || exit 9; " + command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] bytes = shell.getInputStream().readAllBytes();
    assertTrue(shell.waitFor(20, TimeUnit.SECONDS));
    return shell.exitValue() == 9 ? otherwise : bytes;
  }

  @Test
  void otherThingsOfEtcdsAndKubernetes() throws Exception {
    byte[] log = WalBuilder.first().state(2, 1, 1).preallocated(4096);
    Path disk =
        disk(
            gzip(tar("./", "./member/", "./member/snap/db")),
            gzip(log),
            gzip("{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}"),
            gzip("---\napiVersion: v1\nkind: Secret\n"));
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", disk);
    assertEquals(3, run.code(), run::err);
    List<String> what =
        skipped(run).stream().map(why -> why.replaceAll("\\A.*? with |, which.*\\z", "")).toList();
    assertEquals(
        List.of(
            "a tar archive with a file of etcd's",
            "a segment of etcd's write-ahead log",
            "an object of Kubernetes'",
            "a manifest of Kubernetes'"),
        what);
    assertTrue(ProgramRun.of("sweep", disk).out().startsWith("UNDETERMINED"));
  }

  /// They change no verdict, and are counted.
  @Test
  void anyOtherStream() throws Exception {
    byte[] shifted = new byte[100];
    ByteArrayOutputStream unaligned = new ByteArrayOutputStream();
    unaligned.write(shifted);
    unaligned.write(gzip(backup()));
    byte[] notGzip = noise(SECTOR);
    byte[] magic = {0x1F, (byte) 0x8B, 8, (byte) 0xFF};
    System.arraycopy(magic, 0, notGzip, 0, magic.length);
    Path disk =
        disk(
            gzip(".TH GREP 1 2026\n"),
            gzip(tar("usr/", "usr/bin/member", "etc/kind: Secret")),
            gzip("kinds of things\n"),
            Zstd.compress("a log file".getBytes(UTF_8)),
            zip("text".getBytes(UTF_8)),
            notGzip,
            unaligned.toByteArray());
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", disk);
    assertEquals(0, run.code(), run::out);
    assertEquals(List.of(), skipped(run));
    assertEquals(5, run.json().get("recognised").get("compressedStreams").asInt());
    String text = ProgramRun.of("sweep", disk).out();
    assertTrue(text.contains("packed    5 compressed streams, not opened"), text);
    assertFalse(text.contains("UNDETERMINED"), text);
  }

  /// A disk of nothing but beginnings: bounded in time, and none of them is passed over in silence.
  @Test
  @Timeout(30)
  void hostileStreams() throws Exception {
    byte[] bomb = Arrays.copyOf(gzip("A".repeat(100_000)), SECTOR);
    byte[] sector = Arrays.copyOf(gzip(Arrays.copyOf(backup(), 100)), SECTOR);
    ByteArrayOutputStream disk = new ByteArrayOutputStream();
    disk.write(noise(SECTOR));
    for (int i = 0; i < 30_000; i++) {
      disk.write(i < 1000 ? sector : bomb);
    }
    ProgramRun run =
        ProgramRun.of(
            "sweep", "-o", "json", Files.write(folder.resolve("disk"), disk.toByteArray()));
    assertEquals(3, run.code(), run::err);
    List<String> skipped = skipped(run);
    assertEquals(101, skipped.size());
    assertEquals("900 more compressed streams like these", skipped.getLast());
    long looked = run.json().get("recognised").get("compressedStreams").asLong() + 1000;
    assertEquals(30_000, looked + run.json().get("recognised").get("refused").asLong());
  }
}
