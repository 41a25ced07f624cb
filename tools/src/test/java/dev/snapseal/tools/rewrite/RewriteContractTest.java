package dev.snapseal.tools.rewrite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What scripts may rely on: exit codes, fields, what is made and what is left alone.
final class RewriteContractTest {
  private static final String COVERED = "\"secrets\",\"configmaps\",\"widgets.demo.example.io\"";

  private final Cluster cluster = TestData.cluster("etcd-3.6");

  @TempDir private Path folder;
  private ClusterPlugins old;
  private FreshPlugins fresh;

  @BeforeEach
  void startPlugins() throws IOException {
    old = ClusterPlugins.start(cluster);
    fresh = new FreshPlugins();
  }

  @AfterEach
  void stopPlugins() throws IOException {
    old.close();
    fresh.close();
  }

  @Test
  void decryptedAndEncryptedAgainThePlaintextsAreTheSame() throws Exception {
    Path plain = folder.resolve("plain.db");
    assertCode(0, withOldKeys("decrypt", cluster.finalDb(), "--output", plain));
    assertTrue(StoredRecords.of(plain).rows().stream().noneMatch(StoredRecords.Row::isEncrypted));
    Path config = config(Target.AESGCM_256, COVERED);
    Path sealed = folder.resolve("sealed.db");
    assertCode(0, ProgramRun.of("encrypt", plain, "--config", config, "--output", sealed));
    assertSameText(cluster.finalDb(), plain);
    StoredRecords expected = StoredRecords.of(plain);
    try (TestKeys keys = TestKeys.of(config)) {
      List<byte[]> served = StoredRecords.of(sealed).served(keys);
      for (int i = 0; i < served.size(); i++) {
        assertArrayEquals(expected.rows().get(i).value(), served.get(i));
      }
    }
  }

  private void assertSameText(Path before, Path after) throws Exception {
    try (TestKeys keys = TestKeys.of(cluster.config(), old.first(), old.second())) {
      List<byte[]> expected = StoredRecords.of(before).opened(keys);
      List<byte[]> found = StoredRecords.of(after).opened(keys);
      assertEquals(expected.size(), found.size());
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), found.get(i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AESCBC_256", "AESGCM_192", "SECRETBOX", "KMS_V2"})
  void whatIsAsItShouldBeStaysByteForByte(String target) throws Exception {
    Path config = config(Target.valueOf(target), COVERED);
    Path first = folder.resolve("1.db");
    Path second = folder.resolve("2.db");
    assertCode(
        0, withOldKeys("rekey", cluster.finalDb(), "--to-config", config, "--output", first));
    ProgramRun again =
        ProgramRun.of("encrypt", first, "--config", config, "--output", second, "-o", "json");
    assertCode(0, again);
    JsonNode values = again.json().get("values");
    assertEquals(0, values.get("transformed").asInt());
    assertTrue(values.get("current").asInt() > 100, values::toString);
    assertEquals(-1, Files.mismatch(first, second));
  }

  @Test
  void secretsThatStayPlaintextAreWarnedOf() throws Exception {
    Path plain = folder.resolve("plain.db");
    assertCode(0, withOldKeys("decrypt", cluster.finalDb(), "--output", plain));
    Path config = config(Target.AESGCM_256, "\"configmaps\"");
    Path output = folder.resolve("new.db");
    ProgramRun run =
        ProgramRun.of("encrypt", plain, "--config", config, "--output", output, "-o", "json");
    assertCode(0, run);
    long secrets =
        StoredRecords.of(output).rows().stream()
            .filter(row -> row.key().startsWith("/registry/secrets/") && row.value().length > 0)
            .count();
    assertTrue(run.err().contains("warning: " + secrets + " values of Secrets, "), run.err());
    JsonNode values = run.json().get("values");
    assertEquals(secrets, values.get("plaintextSecrets").asLong());
    assertTrue(values.get("plaintextLeft").asLong() > secrets);
  }

  @ParameterizedTest
  @CsvSource({
    "secret,secrets",
    "deployments,deployments.apps",
    "deploymnts,deployments.apps",
    "configmap,configmaps"
  })
  void aResourceThatCannotBeIsAMistake(String given, String meant) throws Exception {
    Path config = config(Target.AESGCM_256, COVERED);
    Path output = folder.resolve("new.db");
    ProgramRun run =
        withOldKeys(
            "rekey",
            cluster.finalDb(),
            "--to-config",
            config,
            "--resources",
            given,
            "--output",
            output);
    assertCode(2, run);
    assertTrue(run.err().contains("did you mean: --resources " + meant), run.err());
    assertNothingButConfigurations();
  }

  @Test
  void aDryRunLooksAtTheOutput() throws Exception {
    Path config = config(Target.AESGCM_256, COVERED);
    Path there = Files.writeString(folder.resolve("there.db"), "kept");
    for (Path output : List.of(there, folder.resolve("absent").resolve("new.db"))) {
      ProgramRun run =
          withOldKeys(
              "rekey", cluster.finalDb(), "--to-config", config, "--dry-run", "--output", output);
      assertCode(6, run);
    }
    assertEquals("kept", Files.readString(there));
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnce() {
    ProgramRun run = ProgramRun.of("rekey", cluster.finalDb());
    assertCode(2, run);
    assertTrue(run.err().contains("--config, --to-config, --output are missing"), run.err());
    assertEquals(4, run.err().lines().filter(line -> line.startsWith("hint:")).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-o new.db", "-o=new.db", "-o json -o new.db"})
  void aFileBehindTheOptionForFormatsIsUnderstood(String options) {
    List<Object> args = new ArrayList<>(List.of("compact", cluster.finalDb()));
    args.addAll(List.of(options.split(" ", -1)));
    ProgramRun run = ProgramRun.of(args.toArray());
    assertCode(2, run);
    assertTrue(run.err().contains("hint:  to name the new file: snapseal compact"), run.err());
    assertTrue(run.err().stripTrailing().endsWith("--output new.db"), run.err());
    assertFalse(run.err().contains("--output json"), run.err());
  }

  @Test
  void aWrongFormatIsNoFile() {
    ProgramRun run = ProgramRun.of("compact", cluster.finalDb(), "-o", "yaml");
    assertCode(2, run);
    assertFalse(run.err().contains("--output yaml"), run.err());
  }

  @Test
  void encryptingWithTheClustersOwnConfigurationLeavesCurrentValues() throws Exception {
    Path output = folder.resolve("new.db");
    ProgramRun run = withOldKeys("encrypt", cluster.finalDb(), "--output", output, "-o", "json");
    assertCode(0, run);
    StoredRecords before = StoredRecords.of(cluster.finalDb());
    StoredRecords after = StoredRecords.of(output);
    int current = 0;
    for (int i = 0; i < before.rows().size(); i++) {
      StoredRecords.Row row = before.rows().get(i);
      if (row.hasPrefix("k8s:enc:kms:v2:plug2:")) {
        assertArrayEquals(row.value(), after.rows().get(i).value(), row::fields);
        current++;
      }
    }
    assertTrue(current > 20, current + " values");
  }

  @Test
  void onlyNamedResourcesChange() throws Exception {
    Path config = config(Target.AESGCM_256, COVERED);
    Path output = folder.resolve("new.db");
    assertCode(
        0,
        withOldKeys(
            "rekey",
            cluster.finalDb(),
            "--to-config",
            config,
            "--resources",
            "configmaps,widgets.demo.example.io",
            "--output",
            output));
    StoredRecords before = StoredRecords.of(cluster.finalDb());
    StoredRecords after = StoredRecords.of(output);
    for (int i = 0; i < before.rows().size(); i++) {
      StoredRecords.Row row = after.rows().get(i);
      String resource = row.resource().toString();
      boolean named = resource.equals("configmaps") || resource.equals("widgets.demo.example.io");
      if (named && row.value().length > 0) {
        assertTrue(row.hasPrefix(Target.AESGCM_256.prefix()), row::fields);
      } else {
        assertArrayEquals(before.rows().get(i).value(), row.value(), row::fields);
      }
    }
  }

  @Test
  void withoutHistoryTheLiveValuesAreLeft() throws Exception {
    Path config = config(Target.AESCBC_256, COVERED);
    Path output = folder.resolve("new.db");
    ProgramRun run =
        withOldKeys(
            "rekey",
            cluster.finalDb(),
            "--to-config",
            config,
            "--history",
            "drop",
            "--output",
            output,
            "-o",
            "json");
    assertCode(0, run);
    Set<String> expected = new TreeSet<>();
    JsonNode truth = ProgramRun.parse(cluster.truth());
    for (JsonNode live : truth.get("live")) {
      expected.add(live.get("key").asString() + " " + live.get("mod").asLong());
    }
    Set<String> found = new TreeSet<>();
    StoredRecords made = StoredRecords.of(output);
    for (StoredRecords.Row row : made.rows()) {
      if (!row.tombstone()) {
        found.add(row.key() + " " + row.main());
      }
    }
    assertEquals(expected, found);
    int dropped = StoredRecords.of(cluster.finalDb()).rows().size() - made.rows().size();
    assertEquals(dropped, run.json().get("values").get("dropped").asInt());
    JsonNode info = ProgramRun.of("info", output, "-o", "json").json();
    long revision = truth.get("revision").asLong();
    assertEquals(revision, info.get("revision").asLong());
    assertEquals(revision, info.get("compactRevision").asLong());
  }

  @Test
  void aResourceWithoutRuleIsNamedAndNothingIsMade() throws Exception {
    Path config = config(Target.AESGCM_256, "\"secrets\"");
    Path output = folder.resolve("new.db");
    ProgramRun run =
        withOldKeys("rekey", cluster.finalDb(), "--to-config", config, "--output", output);
    assertCode(6, run);
    assertTrue(run.err().contains("configmaps ("), run.err());
    assertTrue(run.err().contains("widgets.demo.example.io ("), run.err());
    assertFalse(run.err().contains(" secrets ("), run.err());
    assertTrue(
        run.err().contains("hint:  or let them become plaintext: snapseal rekey "), run.err());
    assertTrue(run.err().stripTrailing().endsWith(" --allow-plaintext"), run.err());
    assertNothingButConfigurations();
  }

  @Test
  void plaintextCanBeAllowed() throws Exception {
    Path config = config(Target.AESGCM_256, "\"secrets\"");
    Path output = folder.resolve("new.db");
    assertCode(
        0,
        withOldKeys(
            "rekey",
            cluster.finalDb(),
            "--to-config",
            config,
            "--allow-plaintext",
            "--output",
            output));
    assertOnlySecretsAreEncrypted(output);
  }

  @Test
  void anIdentityRuleAllowsPlaintext() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("new.json"),
            Target.AESGCM_256
                .config("\"secrets\"", fresh)
                .replace(
                    "\"resources\":[{",
                    "\"resources\":[{\"resources\":[\"configmaps\",\"widgets.demo.example.io\"],"
                        + "\"providers\":[{\"identity\":{}}]},{"));
    Path output = folder.resolve("new.db");
    assertCode(
        0, withOldKeys("rekey", cluster.finalDb(), "--to-config", config, "--output", output));
    assertOnlySecretsAreEncrypted(output);
  }

  private static void assertOnlySecretsAreEncrypted(Path output) throws IOException {
    for (StoredRecords.Row row : StoredRecords.of(output).rows()) {
      boolean isSecret = row.key().startsWith("/registry/secrets/") && row.value().length > 0;
      assertEquals(isSecret, row.isEncrypted(), row::fields);
    }
  }

  /// A hundred values with one wrong byte each.
  private record Damaged(Path file, Path config, List<String> places) {}

  private Damaged damaged() throws Exception {
    Path config = config(Target.AESGCM_128, COVERED);
    Path sound = folder.resolve("sound.db");
    assertCode(
        0, withOldKeys("rekey", cluster.finalDb(), "--to-config", config, "--output", sound));
    byte[] bytes = Files.readAllBytes(sound);
    List<String> places = new ArrayList<>();
    String prefix = Target.AESGCM_128.prefix();
    try (Snapshot snapshot = Snapshot.open(sound)) {
      snapshot.forEachRevision(
          new RecordVisitor() {
            private int seen;

            @Override
            public void record(RevisionRecord record) {
              int at = (int) record.valueOffset();
              boolean fits =
                  record.valueLength() > prefix.length()
                      && new String(bytes, at, prefix.length(), ISO_8859_1).equals(prefix);
              if (fits && seen++ % 3 == 0 && places.size() < 100) {
                int body = record.valueLength() - prefix.length();
                bytes[at + prefix.length() + 7 * seen % body] ^= 0x10;
                places.add(
                    new String(record.keyBytes(), ISO_8859_1) + " " + record.revision().main());
              }
            }

            @Override
            public void malformed(MalformedRecordException fault) {
              throw new AssertionError(fault);
            }
          });
    }
    assertEquals(100, places.size());
    return new Damaged(Files.write(folder.resolve("damaged.db"), bytes), config, places);
  }

  @Test
  void keptFailuresAreListedAndTheRestIsRewritten() throws Exception {
    Damaged damaged = damaged();
    Path output = folder.resolve("new.db");
    Path to = newConfig("to.json", Target.SECRETBOX);
    ProgramRun run =
        ProgramRun.of(
            "rekey",
            damaged.file,
            "--config",
            damaged.config,
            "--to-config",
            to,
            "--on-error",
            "keep",
            "--output",
            output,
            "-o",
            "json");
    assertCode(1, run);
    assertEquals(damaged.places.stream().sorted().toList(), placesOf(run));
    assertEquals(100, run.json().get("values").get("failed").asInt());
    StoredRecords before = StoredRecords.of(damaged.file);
    StoredRecords after = StoredRecords.of(output);
    for (int i = 0; i < before.rows().size(); i++) {
      StoredRecords.Row row = before.rows().get(i);
      if (damaged.places.contains(row.key() + " " + row.main())) {
        assertArrayEquals(row.value(), after.rows().get(i).value(), row::fields);
      } else if (row.isEncrypted()) {
        assertTrue(after.rows().get(i).hasPrefix(Target.SECRETBOX.prefix()), row::fields);
      }
    }
  }

  @Test
  void aValueThatDoesNotOpenStopsTheRun() throws Exception {
    Damaged damaged = damaged();
    Path output = folder.resolve("new.db");
    for (String command : new String[] {"rekey", "decrypt"}) {
      List<Object> args = new ArrayList<>(List.of(command, damaged.file, "--output", output));
      args.addAll(List.of("--config", damaged.config));
      if (command.equals("rekey")) {
        args.addAll(List.of("--to-config", newConfig("to.json", Target.SECRETBOX)));
      }
      ProgramRun text = ProgramRun.of(args.toArray());
      assertCode(5, text);
      assertEquals("", text.out());
      assertEquals(20, text.err().lines().filter(l -> l.startsWith("  /registry/")).count());
      assertTrue(
          text.err().contains("not opened: 100: " + Target.AESGCM_128.prefix() + " "), text.err());
      assertTrue(text.err().contains("snapseal keys " + damaged.file + " --config "), text.err());
      assertTrue(text.err().contains("... and 80; -o json lists them"), text.err());
      args.addAll(List.of("-o", "json"));
      ProgramRun run = ProgramRun.of(args.toArray());
      assertCode(5, run);
      assertEquals(damaged.places.stream().sorted().toList(), placesOf(run));
      assertEquals(100, run.json().get("values").get("failed").asInt());
      assertTrue(run.json().get("output").isNull());
      assertEquals(damaged.file.toString(), run.json().get("inputs").get(0).get("path").asString());
      assertFalse(Files.exists(output));
    }
  }

  private static List<String> placesOf(ProgramRun run) {
    List<String> listed = new ArrayList<>();
    for (JsonNode failure : run.json().get("failures")) {
      listed.add(failure.get("key").asString() + " " + failure.get("revision").asLong());
      assertFalse(failure.get("reason").asString().isBlank());
    }
    return listed.stream().sorted().toList();
  }

  @Test
  void valuesWhoseKeyIsMissingStopTheRun() throws Exception {
    Path config = config(Target.AESGCM_256, COVERED);
    Path output = folder.resolve("new.db");
    ProgramRun run =
        ProgramRun.of("decrypt", cluster.finalDb(), "--config", config, "--output", output);
    assertCode(5, run);
    assertTrue(run.err().contains("nothing was written"), run.err());
    assertNothingButConfigurations();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AESCBC_128", "AESGCM_256", "SECRETBOX", "KMS_V1", "KMS_V2", "IDENTITY"})
  void aDryRunSaysTheSizeAndWritesNothing(String target) throws Exception {
    Path config = config(Target.valueOf(target), COVERED);
    Path output = folder.resolve("new.db");
    ProgramRun dry =
        withOldKeys("rekey", cluster.finalDb(), "--to-config", config, "--dry-run", "-o", "json");
    assertCode(0, dry);
    assertNothingButConfigurations();
    assertTrue(dry.json().get("output").get("path").isNull());
    assertTrue(dry.json().get("output").get("sha256").isNull());
    assertCode(
        0, withOldKeys("rekey", cluster.finalDb(), "--to-config", config, "--output", output));
    assertEquals(Files.size(output), dry.json().get("output").get("sizeBytes").asLong());
  }

  @Test
  void standardOutputGetsAWholeSnapshot() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args = {"compact", cluster.finalDb().toString(), "--output", "-"};
    int code =
        dev.snapseal.tools.Main.run(
            args,
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out),
            new PrintStream(err));
    assertEquals(0, code, err::toString);
    Path piped = Files.write(folder.resolve("piped.db"), out.toByteArray());
    Path named = folder.resolve("named.db");
    assertCode(0, ProgramRun.of("compact", cluster.finalDb(), "--output", named));
    assertArrayEquals(Files.readAllBytes(named), Files.readAllBytes(piped));
    assertCode(0, ProgramRun.of("check", piped));
  }

  @Test
  void theDocumentHasTheFieldsThatArePromised() throws Exception {
    Path config = config(Target.AESGCM_256, COVERED);
    Path output = folder.resolve("new.db");
    JsonNode document =
        withOldKeys(
                "rekey", cluster.finalDb(), "--to-config", config, "--output", output, "-o", "json")
            .json();
    assertEquals(
        List.of(
            "schema",
            "tool",
            "startedAt",
            "finishedAt",
            "inputs",
            "inputCount",
            "output",
            "values",
            "byKey",
            "verified",
            "seconds",
            "failures"),
        List.copyOf(document.propertyNames()));
    assertEquals("snapseal.rekey/1", document.get("schema").asString());
    assertEquals(output.toString(), document.get("output").get("path").asString());
    assertEquals(Files.size(output), document.get("output").get("sizeBytes").asLong());
    byte[] sha256 =
        java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(output));
    assertEquals(HexFormat.of().formatHex(sha256), document.get("output").get("sha256").asString());
    long read = 0;
    long written = 0;
    for (JsonNode use : document.get("byKey")) {
      read += use.get("read").asLong();
      written += use.get("written").asLong();
    }
    long transformed = document.get("values").get("transformed").asLong();
    assertEquals(transformed, read);
    assertEquals(transformed, written);
    assertTrue(document.get("failures").isEmpty());
    for (String phase : new String[] {"plan", "write", "verify"}) {
      assertTrue(document.get("seconds").get(phase).asDouble() > 0, phase);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rekey|--config no.yaml|--to-config, --output are missing",
        "compact||--output is missing",
        "encrypt|--output new.db|--config is missing",
        "decrypt|--output new.db|--config is missing",
        "compact|--output - -o json|-o json and --output - both write to standard output",
        "compact|--output new.db --jobs 0|--jobs takes 1 or more",
        "decrypt|--config no.yaml --output new.db|the configuration cannot be read: no such file",
        "compact|--output new.db --revision x|'x' is not a whole number",
        "compact|--output new.db --config a.yaml|snapseal compact has no option '--config'",
        "encrypt|--output new.db --history all|--history"
      })
  void wrongUsageIsRefusedWithAHint(String command, String options, String error) {
    List<Object> args = new ArrayList<>(List.of(command, cluster.finalDb()));
    if (options != null) {
      args.addAll(List.of(options.split(" ", -1)));
    }
    ProgramRun run = ProgramRun.of(args.toArray());
    assertCode(2, run);
    assertTrue(run.err().contains(error), run.err());
    assertTrue(run.err().contains("\nhint:  "), run.err());
  }

  /// Without a configuration to write with, old keys would stay old.
  @Test
  void rekeyingNeedsTheNewConfiguration() {
    ProgramRun run =
        ProgramRun.of(
            "rekey",
            cluster.finalDb(),
            "--config",
            cluster.config(),
            "--output",
            folder.resolve("new.db"));
    assertCode(2, run);
    assertTrue(run.err().contains("--to-config"), run.err());
  }

  @Test
  void whatExistsIsReplacedByForceOnlyAndTheInputNever() throws Exception {
    Path input = Files.copy(cluster.finalDb(), folder.resolve("in.db"));
    Path output = Files.writeString(folder.resolve("new.db"), "before");
    assertCode(6, ProgramRun.of("compact", input, "--output", output));
    assertEquals("before", Files.readString(output));
    assertCode(0, ProgramRun.of("compact", input, "--output", output, "--force"));
    assertCode(0, ProgramRun.of("check", output));
    assertCode(6, ProgramRun.of("compact", input, "--output", input, "--force"));
    assertEquals(-1, Files.mismatch(cluster.finalDb(), input));
  }

  @ParameterizedTest
  @CsvSource({"540, in the future", "298, is gone"})
  void aRevisionThatEtcdWouldRefuseIsRefused(long revision, String why) {
    Path output = folder.resolve("new.db");
    ProgramRun run =
        ProgramRun.of("compact", cluster.finalDb(), "--revision", revision, "--output", output);
    assertCode(6, run);
    assertTrue(run.err().contains(why), run.err());
    assertFalse(Files.exists(output));
  }

  private Path config(Target target, String resources) throws IOException {
    return Files.writeString(
        folder.resolve("config-" + target + ".json"), target.config(resources, fresh));
  }

  private Path newConfig(String name, Target target) throws IOException {
    return Files.writeString(folder.resolve(name), target.config(COVERED, fresh));
  }

  private void assertNothingButConfigurations() throws IOException {
    try (var files = Files.list(folder)) {
      assertTrue(files.allMatch(file -> file.toString().endsWith(".json")));
    }
  }

  private ProgramRun withOldKeys(Object... args) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", cluster.config()));
    all.addAll(List.of("--kms", old.first(), "--kms", old.second()));
    return ProgramRun.of(all.toArray());
  }

  private static void assertCode(int expected, ProgramRun run) {
    assertEquals(expected, run.code(), run::err);
  }
}
