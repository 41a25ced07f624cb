package dev.snapseal.tools.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every real backup, rekeyed to every provider.
final class RewriteClustersTest {
  private static final int SAMPLE_BYTES = 24;

  private static final Map<Source, Original> ORIGINALS = new HashMap<>();

  private static FreshPlugins plugins;

  @TempDir private Path folder;

  /// What a source holds, and what was never to be seen again.
  private record Original(StoredRecords records, List<byte[]> plaintexts, List<byte[]> canaries) {}

  @BeforeAll
  static void startPlugins() throws Exception {
    plugins = new FreshPlugins();
  }

  @AfterAll
  static void stopPlugins() throws Exception {
    ORIGINALS.clear();
    plugins.close();
  }

  static Stream<Arguments> everySourceAndTarget() {
    return Source.all()
        .flatMap(source -> Arrays.stream(Target.values()).map(to -> Arguments.of(source, to)));
  }

  @ParameterizedTest
  @MethodSource("everySourceAndTarget")
  void everyValueGetsTheNewKeyAndNothingElseChanges(Source source, Target target) throws Exception {
    Original original = original(source);
    Path config = folder.resolve("new.json");
    Files.writeString(config, target.config(source.resources(), plugins));
    Path output = folder.resolve("new.db");
    ProgramRun run = source.rekey(config, output, "-o", "json");
    assertEquals(0, run.code(), run::err);
    assertTrue(run.err().lines().allMatch(line -> line.matches("(note|warning): .*")), run::err);
    assertTrue(target == Target.IDENTITY || !run.err().contains("stay plaintext"), run::err);
    assertTrue(target == Target.IDENTITY || !run.err().contains("are plaintext now"), run::err);
    ProgramRun check = ProgramRun.of("check", "--values", output);
    assertEquals(0, check.code(), check::out);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(output)));
    StoredRecords made = StoredRecords.of(output);
    assertEquals(original.records.fields(), made.fields());
    assertSamePlaintexts(original.plaintexts, made, config);
    assertPrefixes(source, target, original, made);
    assertTraceless(target, original, made, Files.readAllBytes(output));
    assertCounts(run, original, made);
  }

  private static void assertSamePlaintexts(List<byte[]> expected, StoredRecords made, Path config)
      throws Exception {
    try (TestKeys keys = TestKeys.of(config)) {
      List<byte[]> served = made.served(keys);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), served.get(i), made.rows().get(i)::fields);
      }
    }
  }

  private static void assertPrefixes(
      Source source, Target target, Original original, StoredRecords made) {
    for (int i = 0; i < made.rows().size(); i++) {
      StoredRecords.Row row = made.rows().get(i);
      if (row.value().length > 0 && source.covers(row.key()) && target != Target.IDENTITY) {
        assertTrue(row.hasPrefix(target.prefix()), row::fields);
      } else if (!source.covers(row.key())) {
        assertArrayEquals(original.records.rows().get(i).value(), row.value(), row::fields);
      } else {
        assertFalse(row.isEncrypted(), row::fields);
      }
    }
  }

  /// Neither the old ciphertexts nor their prefixes nor, if the target encrypts, the plaintext.
  private static void assertTraceless(
      Target target, Original original, StoredRecords made, byte[] file) {
    Needles gone = new Needles();
    for (int i = 0; i < made.rows().size(); i++) {
      StoredRecords.Row before = original.records.rows().get(i);
      if (before.isEncrypted()) {
        byte[] value = before.value();
        assertFalse(Arrays.equals(value, made.rows().get(i).value()), before::fields);
        gone.add(Arrays.copyOf(value, prefixLength(value)));
        int middle = (value.length - SAMPLE_BYTES) / 2;
        gone.add(Arrays.copyOfRange(value, middle, middle + SAMPLE_BYTES));
        if (!before.hasPrefix("k8s:enc:kms:v2:")) { // ends in annotations, always the same
          gone.add(Arrays.copyOfRange(value, value.length - SAMPLE_BYTES, value.length));
        }
      }
    }
    if (target != Target.IDENTITY) {
      original.canaries.forEach(gone::add);
    }
    assertEquals(Optional.empty(), gone.firstIn(file));
  }

  /// Up to the fifth colon; names may hold more.
  private static int prefixLength(byte[] value) {
    int colons = 0;
    for (int i = 0; i < value.length; i++) {
      colons += value[i] == ':' ? 1 : 0;
      if (colons == 5) {
        return i + 1;
      }
    }
    throw new AssertionError("no prefix");
  }

  private static void assertCounts(ProgramRun run, Original original, StoredRecords made) {
    int transformed = 0;
    int copied = 0;
    for (int i = 0; i < made.rows().size(); i++) {
      byte[] before = original.records.rows().get(i).value();
      if (!Arrays.equals(before, made.rows().get(i).value())) {
        transformed++;
      } else if (before.length > 0) {
        copied++;
      }
    }
    var values = run.json().get("values");
    assertEquals(transformed, values.get("transformed").asInt());
    assertEquals(copied, values.get("copied").asInt());
    assertEquals(0, values.get("failed").asInt());
    assertEquals(transformed + copied, run.json().get("verified").get("values").asInt());
    assertTrue(run.json().get("verified").get("structure").asBoolean());
  }

  @Test
  void theCanariesAreInTheSources() throws Exception {
    for (Source source : Source.all().filter(Source::hasConfig).toList()) {
      Original original = original(source);
      assertTrue(original.canaries.size() > 20, source + " " + original.canaries.size());
      Needles canaries = new Needles();
      original.canaries.forEach(canaries::add);
      if (!source.file().equals("data-dir")) {
        assertTrue(canaries.firstIn(Files.readAllBytes(source.path())).isPresent(), source::file);
      }
    }
  }

  private Original original(Source source) throws Exception {
    Original known = ORIGINALS.get(source);
    if (known != null) {
      return known;
    }
    StoredRecords records = StoredRecords.of(source.path());
    List<byte[]> plaintexts;
    if (source.hasPlugins()) {
      try (ClusterPlugins old = ClusterPlugins.start(source.cluster());
          TestKeys keys = TestKeys.of(source.cluster().config(), old.first(), old.second())) {
        plaintexts = records.opened(keys);
      }
    } else {
      Path config = source.configIn(folder);
      try (TestKeys keys = TestKeys.of(config)) {
        plaintexts = records.opened(keys);
      }
    }
    Original read = new Original(records, plaintexts, source.canaries(records, plaintexts));
    ORIGINALS.put(source, read);
    return read;
  }
}
