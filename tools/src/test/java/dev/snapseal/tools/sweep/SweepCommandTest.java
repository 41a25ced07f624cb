package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.ClusterRows;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.WalBuilder;
import dev.snapseal.tools.DataDirectory;
import dev.snapseal.tools.ProgramRun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `sweep` as a user meets it.
final class SweepCommandTest {
  @TempDir private Path folder;

  private static List<JsonNode> hits(ProgramRun run, String detector) {
    List<JsonNode> hits = new ArrayList<>();
    for (JsonNode hit : run.json().get("hits")) {
      if (hit.get("detector").asString().equals(detector)) {
        hits.add(hit);
      }
    }
    return hits;
  }

  /// Canaries in values that the user's own keys open are no leak.
  @Test
  void canariesInsideEncryptedValues() throws Exception {
    JsonNode truth = ProgramRun.parse(TestData.cluster("remnant-3.6").truth()).get("canaries");
    List<String> canaries = new ArrayList<>();
    truth.forEach(value -> canaries.add(value.asString()));
    Path file = Files.write(folder.resolve("canaries"), canaries);
    Path db = TestData.cluster("remnant-3.6").finalDb();
    Path config = TestData.cluster("remnant-3.6").config();
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", db, "--config", config, "--canary", file);
    assertEquals(260, hits(run, "canary").size());
    List<JsonNode> sealed = hits(run, "canary-encrypted");
    Set<String> live = new TreeSet<>();
    for (JsonNode hit : sealed) {
      assertTrue(hit.get("rule").isNull());
      assertTrue(hit.get("forensicPath").asString().contains("-DECRYPTED-"));
      if (hit.get("scope").asString().equals("live")) {
        live.add(hit.get("objectName").asString());
      }
    }
    assertEquals(240, live.size());
    canaries.forEach(canary -> assertFalse(run.out().contains(canary), "a canary is printed"));
  }

  /// An empty result is evidence only if it says what was searched for.
  @Test
  void everyCanaryIsAccountedFor() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x swordfish y");
    Path canaries =
        Files.writeString(folder.resolve("canaries"), "hunter2\n\nswordfish\r\ncorrect horse\n");
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", file, "--canary", canaries);
    List<String> outcomes = new ArrayList<>();
    for (JsonNode canary : run.json().get("canaries")) {
      outcomes.add(
          "%d %d %s %s"
              .formatted(
                  canary.get("line").asInt(),
                  canary.get("bytes").asInt(),
                  canary.get("found"),
                  canary.get("readable")));
      assertFalse(canary.get("encrypted").asBoolean());
    }
    assertEquals(List.of("1 7 false false", "3 9 true true", "4 13 false false"), outcomes);
    String text = ProgramRun.of("sweep", file, "--canary", canaries).out();
    assertTrue(text.contains("canaries  3 texts, 1 found, 2 not found"), text);
    assertTrue(text.contains("line 3 (9 bytes): found"), text);
    assertTrue(text.contains("line 4 (13 bytes): not found"), text);
    assertFalse(text.contains("swordfish") || text.contains("hunter2"));
    assertEquals(0, ProgramRun.of("sweep", "-o", "json", file).json().get("canaries").size());
  }

  /// `authUsers` holds a hash of every password; a copy of the store is enough to guess at it.
  @Test
  void usersOfAStore() throws Exception {
    String hash = "$2a$10$" + "Zks6vBVr5fJDsPPBc7QeHu".repeat(3).substring(0, 53);
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    ClusterRows.of(etcd).user("alice", hash, List.of("root"));
    Path db = Files.write(folder.resolve("db"), etcd.snapshot().bytes());
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", db);
    assertEquals(1, run.code(), run::err);
    JsonNode hit = hits(run, "etcd-credential").getFirst();
    assertEquals("live", hit.get("scope").asString());
    assertEquals("SS021", hit.get("rule").asString());
    assertEquals("bcrypt hash for etcd user alice", hit.get("preview").asString());
    assertFalse(run.out().contains(hash));
  }

  @Test
  void anArchiveIsSweptAsItsDirectory() throws Exception {
    Path directory = DataDirectory.unpacked("etcd-3.5", folder.resolve("data"));
    ProgramRun unpacked = ProgramRun.of("sweep", "-o", "json", directory);
    ProgramRun packed =
        ProgramRun.of("sweep", "-o", "json", TestData.cluster("etcd-3.5").dataDirectory());
    assertEquals(1, packed.code());
    assertEquals(unpacked.json().get("hitCounts"), packed.json().get("hitCounts"));
    assertEquals(unpacked.json().get("encrypted"), packed.json().get("encrypted"));
    assertEquals(
        unpacked.json().get("coverage").get("bytes"), packed.json().get("coverage").get("bytes"));
  }

  /// Both meta pages are gone, so nothing can be followed.
  @Test
  void aDamagedStoreIsSearchedWithoutItsStructure() throws Exception {
    byte[] db = Files.readAllBytes(TestData.cluster("remnant-3.6").finalDb());
    new Random(1).nextBytes(db);
    byte[] sound = Files.readAllBytes(TestData.cluster("remnant-3.6").finalDb());
    System.arraycopy(sound, 8192, db, 8192, sound.length - 8192);
    System.arraycopy(sound, 0, db, 0, 24);
    Path file = Files.write(folder.resolve("db"), db);
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", file);
    assertEquals(1, run.code(), run::err);
    assertTrue(hits(run, "stored-value").size() >= 200);
    assertEquals("raw", hits(run, "stored-value").getFirst().get("scope").asString());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 455646090d0aff00, EnCase",
    "0, 455646320d0a8100, EnCase",
    "0, 514649fb00000003, qcow2",
    "0, 4b444d5601000000, VMDK",
    "0, 7668647866696c65, VHDX",
    "0, 636f6e6563746978, VHD",
    "64, 7f10dabe01000100, VDI"
  })
  void aPackedImageIsRefusedByName(int offset, String hex, String name) throws Exception {
    byte[] bytes = noise();
    plant(bytes, offset, hex);
    ProgramRun run = ProgramRun.of("sweep", Files.write(folder.resolve("image"), bytes));
    assertEquals(3, run.code(), run::err);
    assertTrue(run.out().contains(name), run::out);
    assertTrue(run.out().contains("skipped"), run::out);
    JsonNode coverage =
        ProgramRun.of("sweep", "-o", "json", folder.resolve("image")).json().get("coverage");
    assertEquals(bytes.length, coverage.get("bytes").asInt());
    assertEquals(bytes.length, coverage.get("skipped").get(0).get("bytes").asInt());
    assertEquals(1, coverage.get("unexamined").size());
    assertEquals("skipped", coverage.get("unexamined").get(0).get("kind").asString());
  }

  @Test
  void aPolicyComesFromAFileTooAndAMisspeltNameIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("policy"), "# mine\nconfigmaps\n");
    Path image = Files.write(folder.resolve("image"), noise());
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", image, "--policy-file", file);
    assertEquals("configmaps", run.json().get("policy").get(0).asString());
    run = ProgramRun.of("sweep", image, "--policy", "secret");
    assertEquals(2, run.code());
    assertEquals(
        """
        error: --policy: Kubernetes has no resource 'secret'
        hint:  did you mean: --policy secrets
        """,
        run.err());
  }

  @Test
  void aSweepEndsWithCommandsThatShowWhatItFound() throws Exception {
    Path directory = DataDirectory.unpacked("remnant-3.6", folder);
    ProgramRun run = ProgramRun.of("sweep", directory);
    String get = lineWith(run.out(), "  snapseal get ");
    ProgramRun shown =
        ProgramRun.of((Object[]) get.strip().substring("snapseal ".length()).split(" ", -1));
    assertEquals(0, shown.code(), shown::err);
    assertTrue(shown.out().contains("kind: Secret"));
    String bytes = lineWith(run.out(), "  tail -c +").strip();
    Process shell = new ProcessBuilder("sh", "-c", bytes.replace("hexdump -C", "cat")).start();
    String text = new String(shell.getInputStream().readAllBytes(), ISO_8859_1);
    assertTrue(text.contains("Secret"), "the hit begins there");
  }

  private static String lineWith(String text, String start) {
    return text.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  @Test
  void whatUnpacksAnImageIsACommandToPaste() throws Exception {
    byte[] bytes = noise();
    plant(bytes, 0, "514649fb00000003");
    Path image = Files.write(folder.resolve("my disk.qcow2"), bytes);
    assertEquals(
        "a qcow2 image: qemu-img convert -O raw '%s' 'my disk.qcow2.raw' && snapseal sweep"
                .formatted(image)
            + " 'my disk.qcow2.raw'",
        why(image));
    plant(bytes, 0, "4c554b53babe0002");
    Files.write(image, bytes);
    assertEquals(
        "at byte 0 begins a LUKS container: cryptsetup open --readonly \"$(losetup --find --show"
            + " --read-only --offset 0 '%s')\" opened && snapseal sweep /dev/mapper/opened"
                .formatted(image),
        why(image));
  }

  private static String why(Path image) throws Exception {
    JsonNode json = ProgramRun.of("sweep", "-o", "json", image).json();
    return json.get("coverage").get("skipped").get(0).get("why").asString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4c554b53babe0002, LUKS",
    "3, 2d4656452d46532d, BitLocker",
    "65600, 5f42485266535f4d, btrfs",
    "131072, 0cb1ba0000000000, ZFS"
  })
  void whatHidesAPartitionIsNamed(int offset, String hex, String name) throws Exception {
    byte[] whole = noise();
    plant(whole, offset, hex);
    ProgramRun run = ProgramRun.of("sweep", Files.write(folder.resolve("image"), whole));
    assertEquals(3, run.code(), run::err);
    assertTrue(run.out().contains("at byte 0 begins a"), run::out);
    assertTrue(run.out().contains(name), run::out);
    for (boolean isGuid : List.of(false, true)) {
      byte[] disk = noise();
      int start = partition(disk, isGuid);
      plant(disk, start + offset, hex);
      run = ProgramRun.of("sweep", Files.write(folder.resolve("image"), disk));
      assertEquals(3, run.code(), run::err);
      assertTrue(run.out().contains("at byte " + start + " begins a"), run::out);
    }
  }

  private static byte[] noise() {
    byte[] bytes = new byte[1 << 20];
    new Random(2).nextBytes(bytes);
    return bytes;
  }

  private static void plant(byte[] bytes, int offset, String hex) {
    byte[] planted = HexFormat.of().parseHex(hex);
    System.arraycopy(planted, 0, bytes, offset, planted.length);
  }

  /// Writes a partition table with one partition.
  private static int partition(byte[] disk, boolean isGuid) {
    ByteBuffer table = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
    java.util.Arrays.fill(disk, 446, 510, (byte) 0);
    table.putShort(510, (short) 0xAA55);
    table.put(446 + 4, (byte) (isGuid ? 0xEE : 0x83));
    table.putInt(446 + 8, isGuid ? 1 : 1024);
    if (isGuid) {
      table.put(512, "EFI PART".getBytes(ISO_8859_1));
      table.putLong(512 + 72, 2).putInt(512 + 80, 1).putInt(512 + 84, 128);
      table.putLong(1024, 5).putLong(1024 + 32, 1024);
    }
    return 1024 * 512;
  }

  @Test
  void nothingIsFoundInNoiseAndThatProvesNothing() throws Exception {
    Path file = Files.write(folder.resolve("noise"), noise());
    ProgramRun run = ProgramRun.of("sweep", file);
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("NOTHING READABLE FOUND"), run::out);
    JsonNode json = ProgramRun.of("sweep", "-o", "json", "--no-hash", file).json();
    assertEquals("undetermined", json.get("verdict").asString());
    assertTrue(json.get("inputs").get(0).get("sha256").isNull());
  }

  @Test
  void whatCannotBeReadIsAFailureOfItsOwn() throws Exception {
    Path file = Files.write(folder.resolve("noise"), noise());
    ProgramRun run = ProgramRun.of("sweep", file, folder.resolve("missing"));
    assertEquals(2, run.code());
    assertTrue(run.err().contains("missing] no such file"), run::err);
    assertTrue(run.out().startsWith("UNDETERMINED: nothing readable"), run::out);
  }

  @Test
  void aReportShowsTheVerdictTheMapAndNoMarkupOfOthers() throws Exception {
    Path disk = folder.resolve("\"><img src=x onerror=alert(1)>.html");
    Files.copy(TestData.cluster("remnant-3.6").finalDb(), disk);
    Files.write(disk, new byte[8192], java.nio.file.StandardOpenOption.APPEND);
    Path raw = Files.write(folder.resolve("noise"), noise());
    Path page = folder.resolve("report.html");
    ProgramRun run =
        ProgramRun.of("sweep", disk, raw, "--report", page, "--case-number", "<b>7</b>");
    assertEquals(1, run.code(), run::err);
    String html = Files.readString(page);
    assertTrue(html.contains("260 values of secrets in the clear"), "verdict");
    assertTrue(html.contains("nothing recognised"), "map of the raw file");
    assertTrue(html.contains("readable, in free space"), "map of the store");
    assertFalse(html.contains("<img"), "markup out of a file name");
    assertFalse(html.contains("<b>7"), "markup out of an option");
    assertEquals(6, ProgramRun.of("sweep", disk, "--report", page).code());
    assertEquals(6, ProgramRun.of("sweep", disk, "--report", disk, "--force").code());
  }

  /// A sweep is never milder than an audit of the same store.
  @Test
  void aStoreUnderAPublishedKeyIsReadable() throws Exception {
    String config =
        """
        {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration",
         "resources":[{"resources":["secrets"],"providers":[{"aescbc":{"keys":[
          {"name":"key1","secret":"c2VjcmV0IGlzIHNlY3VyZQ=="}]}}]}]}\
        """;
    Path store = folder.resolve("store.db");
    Path plain = TestData.cluster("etcd-3.6").epoch("0-plain");
    Path keys = java.nio.file.Files.writeString(folder.resolve("config.json"), config);
    assertEquals(
        0,
        ProgramRun.of("encrypt", plain, "--config", keys, "--output", store, "--history", "drop")
            .code());
    assertEquals(1, ProgramRun.of("audit", store).code());
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", store);
    assertEquals(1, run.code(), run::err);
    assertEquals("readable", run.json().get("verdict").asString());
    assertEquals(1, hits(run, "published-key").size());
  }

  @Test
  void aLinkThatLeadsElsewhereIsNamed() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data/member"));
    Files.write(data.resolve("db"), sealedStore());
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(data.resolve("wal"), elsewhere);
    ProgramRun run = ProgramRun.of("sweep", data);
    assertEquals(3, run.code());
    assertTrue(run.out().contains("member/wal: a link"), run::out);
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);
    assertEquals(3, ProgramRun.of("sweep", link).code());
  }

  @Test
  void aStoreWithoutItsEndIsNotWhole() throws Exception {
    byte[] db = Files.readAllBytes(TestData.cluster("etcd-3.6").finalDb());
    Path cut = Files.write(folder.resolve("cut.db"), java.util.Arrays.copyOf(db, 300_000));
    ProgramRun run = ProgramRun.of("sweep", cut);
    assertEquals(3, run.code());
    assertTrue(run.out().contains("snapseal salvage"), run::out);
  }

  /// The server has the next segment ready, all zeroes; anything else beside a store is not known.
  @Test
  void aLogIsKnownByItsContent() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.write(data.resolve("db"), sealedStore());
    byte[] log = WalBuilder.first().state(2, 1, 1).preallocated(4096);
    Files.write(data.resolve("1.wal"), log);
    Files.write(data.resolve("0.tmp"), new byte[8192]);
    assertEquals("unreadable", verdict(data));
    Files.writeString(data.resolve("2.wal"), "text, whatever its name");
    assertEquals("undetermined", verdict(data));
    Files.delete(data.resolve("2.wal"));
    log[log.length - 1] = 'x';
    Files.write(data.resolve("1.wal"), log);
    assertEquals("undetermined", verdict(data));
  }

  private static byte[] sealedStore() {
    byte[] value = "k8s:enc:aescbc:v1:key1:".getBytes(ISO_8859_1);
    byte[] sealed = java.util.Arrays.copyOf(value, value.length + 64);
    new Random(4).nextBytes(sealed);
    System.arraycopy(value, 0, sealed, 0, value.length);
    return EtcdBuilder.of(EtcdVersion.V3_6)
        .put("/registry/secrets/prod/db", sealed)
        .snapshot()
        .bytes();
  }

  private static String verdict(Path data) {
    return ProgramRun.of("sweep", "-o", "json", data).json().get("verdict").asString();
  }

  @Test
  void anEmptyDirectoryAndADeviceWithoutAnEndAreRefused() {
    assertEquals(2, ProgramRun.of("sweep", folder).code());
    ProgramRun device = ProgramRun.of("sweep", "/dev/zero");
    assertTrue(device.code() > 0);
    assertTrue(device.err().contains("neither a file nor"), device::err);
  }

  @Test
  void standardInputIsSweptAsTheFileIs() throws Exception {
    Path db = TestData.cluster("remnant-3.6").finalDb();
    ProgramRun named = ProgramRun.of("sweep", "-o", "json", db);
    ProgramRun piped = ProgramRun.reading(Files.readAllBytes(db), "sweep", "-o", "json", "-");
    assertEquals(named.json().get("hitCounts"), piped.json().get("hitCounts"));
    ProgramRun raw = ProgramRun.reading(noise(), "sweep", "-o", "json", "-");
    assertEquals(0, raw.code(), raw::err);
    assertEquals(1 << 20, raw.json().get("coverage").get("bytes").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "x\n\nabc\n"})
  void canariesThatAreTooShortAreRefused(String content) throws Exception {
    Path canaries = Files.writeString(folder.resolve("canaries"), content);
    ProgramRun run = ProgramRun.of("sweep", folder, "--canary", canaries);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("bytes, a canary has 4 to 4096"), run::err);
    assertTrue(run.err().contains("grep -nE '^.{1,3}$' " + canaries), run::err);
    assertFalse(run.err().contains("abc"), run::err);
  }

  /// The kernel makes their content when they are read, and says that they are empty.
  @Test
  void aFileOfNoSizeIsNotTakenForEmpty() throws Exception {
    Path kernels = Path.of("/proc/self/environ");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(kernels));
    ProgramRun run = ProgramRun.of("sweep", kernels);
    assertTrue(run.code() > 1, run::out);
    assertTrue(run.err().contains("it has a size of 0, and yet content"), run::err);
    ProgramRun directory = ProgramRun.of("sweep", "/proc/sys/kernel/random");
    assertTrue(directory.code() > 1, directory::out);
    assertTrue(directory.err().contains("and yet content"), directory::err);
    Path empty = Files.createFile(folder.resolve("empty"));
    assertEquals(0, ProgramRun.of("sweep", empty).code());
  }
}
