package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// All saves of real clusters, against what their API servers said of their Secrets.
class CaseRealClustersTest {
  private static final JsonNode EMPTY = ProgramRun.parse("{}");

  @TempDir private Path folder;

  /// What was written in the first epoch was readable, whatever became of it.
  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void whatWasWrittenBeforeEncryptionIsExposed(String name) throws IOException {
    Cluster cluster = TestData.cluster(name);
    Path made = folder.resolve("case");
    add(cluster, made);
    ProgramRun run = ProgramRun.of("case", made, "exposed", "-o", "json");
    assertEquals(1, run.code());
    Map<String, JsonNode> exposed = new TreeMap<>();
    run.json().get("exposed").forEach(one -> exposed.put(one.get("key").asString(), one));
    Map<String, JsonNode> plain = plainData(cluster);
    assertEquals(plain.keySet(), exposed.keySet());
    Map<String, JsonNode> truth = data(ProgramRun.parse(cluster.truth()));
    int compared = 0;
    for (Map.Entry<String, JsonNode> one : exposed.entrySet()) {
      JsonNode now = truth.get(one.getKey());
      assertEquals(now == null, one.getValue().get("deleted").asBoolean(), one.getKey());
      if (now != null) {
        JsonNode before = plain.get(one.getKey());
        boolean isSame = !before.isEmpty() && isPartlySame(before, now);
        JsonNode due = one.getValue().get("stillToBeRotated");
        assertTrue(due.isBoolean(), one.toString());
        // A value may have gone and come back; the servers of these clusters were never told to.
        assertEquals(isSame, due.asBoolean(), one.toString());
        compared++;
      }
    }
    assertTrue(compared > 8, compared + " Secrets still exist");
  }

  /// Whether any member of the data is what it was.
  private static boolean isPartlySame(JsonNode before, JsonNode now) {
    return before.equals(now)
        || before.properties().stream()
            .anyMatch(member -> member.getValue().equals(now.get(member.getKey())));
  }

  private static void add(Cluster cluster, Path made) throws IOException {
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      ProgramRun run =
          ProgramRun.of(
              "case",
              made,
              "add",
              cluster.epoch("0-plain"),
              cluster.epoch("2-cbc2"),
              cluster.epoch("5-stamp"),
              cluster.finalDb(),
              "--config",
              cluster.config(),
              "--kms",
              plugins.first(),
              "--kms",
              plugins.second());
      assertEquals(0, run.code(), run.out() + run.err());
    }
  }

  /// Data by key of all Secrets in the save of the first epoch, at their newest revision.
  private static Map<String, JsonNode> plainData(Cluster cluster) {
    ProgramRun audit =
        ProgramRun.of("audit", cluster.epoch("0-plain"), "-o", "json", "--no-decrypt");
    Map<String, JsonNode> data = new TreeMap<>();
    for (JsonNode finding : audit.json().get("findings")) {
      String key = finding.get("key").asString("");
      if (key.startsWith("/registry/secrets/") && !data.containsKey(key)) {
        ProgramRun get = ProgramRun.of("get", cluster.epoch("0-plain"), key, "-o", "json");
        data.put(key, get.code() == 0 ? get.json().optional("data").orElse(EMPTY) : EMPTY);
      }
    }
    return data;
  }

  private static Map<String, JsonNode> data(JsonNode truth) {
    Map<String, JsonNode> data = new HashMap<>();
    for (JsonNode secret : truth.get("secrets")) {
      data.put(
          "/registry/secrets/%s/%s"
              .formatted(secret.get("namespace").asString(), secret.get("name").asString()),
          secret.get("data"));
    }
    return data;
  }

  /// The store was compacted and its pages reused; the log still puts every plaintext.
  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void whatTheWriteAheadLogPutsIsExposed(String name) throws IOException {
    Cluster cluster = TestData.cluster(name);
    Path directory = unpacked(cluster.dataDirectory());
    Path made = folder.resolve("case");
    ProgramRun add =
        ProgramRun.of("case", made, "add", directory, "--config", cluster.config(), "-o", "json");
    assertEquals(3, add.code(), add.err());
    assertFalse(add.err().contains(".wal] not read"), add.err());
    JsonNode additions = add.json().get("additions");
    assertEquals("store", additions.get(0).get("source").asString());
    assertEquals("wal", additions.get(1).get("source").asString());
    JsonNode report = ProgramRun.of("case", made, "exposed", "-o", "json").json();
    Set<String> exposed = new TreeSet<>();
    int inTheLogAlone = 0;
    for (JsonNode one : report.get("exposed")) {
      exposed.add(one.get("key").asString());
      assertTrue(one.get("scopes").toString().contains("wal"), one.toString());
      if (one.get("scopes").size() == 1) {
        inTheLogAlone++;
        assertTrue(one.get("first").get("revision").isNull());
      } else {
        assertFalse(one.get("last").get("revision").isNull(), one.toString());
      }
    }
    assertEquals(plainData(cluster).keySet(), exposed);
    assertTrue(inTheLogAlone > 10, inTheLogAlone + " are in the log alone");
    String before = IndexDump.of(made);
    ProgramRun again = ProgramRun.of("case", made, "add", directory);
    assertEquals(3, again.code(), again.err());
    assertEquals(before, IndexDump.of(made));
  }

  /// Of an archive the database alone is read, until the directory is added.
  @Test
  void theLogClosesTheGapThatItLeft() throws IOException {
    Cluster cluster = TestData.cluster("etcd-3.6");
    Path made = folder.resolve("case");
    ProgramRun.of("case", made, "add", cluster.epoch("0-plain"), cluster.dataDirectory());
    Path page = folder.resolve("page.html");
    ProgramRun before = ProgramRun.of("case", made, "exposed");
    assertEquals(3, before.code(), before.out());
    assertTrue(before.out().contains("the write-ahead log beside 1 backup was not"), before.out());
    assertTrue(before.out().contains(" && snapseal case " + made + " add "), before.out());
    ProgramRun.of("case", made, "report", "--output", page);
    assertFalse(Files.readString(page).contains("damaged"));
    ProgramRun add =
        ProgramRun.of("case", made, "add", unpacked(cluster.dataDirectory()), "-o", "json");
    assertEquals(0, add.json().get("additions").get(0).get("unreadBeside").asInt());
    ProgramRun after = ProgramRun.of("case", made, "exposed", "-o", "json");
    assertEquals(1, after.code(), after.out());
    JsonNode first = after.json().get("exposed").get(0);
    assertFalse(first.get("last").get("revision").isNull(), first.toString());
    ProgramRun.of("case", made, "report", "--output", page, "--force");
    assertFalse(Files.readString(page).contains("log not read"));
  }

  /// The log's copies are the store's records.
  @Test
  void aTimelineJoinsTheLogWithTheStore() throws IOException {
    Cluster cluster = TestData.cluster("etcd-3.6");
    Path made = folder.resolve("case");
    Path directory = unpacked(cluster.dataDirectory());
    ProgramRun.of("case", made, "add", cluster.epoch("0-plain"), cluster.epoch("2-cbc2"));
    ProgramRun.of("case", made, "add", directory);
    String key = rewritten(cluster);
    ProgramRun run = ProgramRun.of("case", made, "timeline", key, "-o", "json");
    int joined = 0;
    long revision = 0;
    long entry = 0;
    for (JsonNode record : run.json().get("revisions")) {
      if (!record.get("revision").isNull()) {
        assertTrue(record.get("revision").asLong() > revision, run.out());
        revision = record.get("revision").asLong();
        joined += record.get("raftIndex").isNull() ? 0 : 1;
      }
      if (!record.get("raftIndex").isNull()) {
        assertTrue(record.get("raftIndex").asLong() > entry, run.out());
        entry = record.get("raftIndex").asLong();
      }
    }
    assertTrue(joined > 1, run.out());
  }

  private Path unpacked(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new ZstdInputStreamNoFinalizer(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (entry.isFile() && target.startsWith(folder)) {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target);
        }
      }
    }
    return folder.resolve("data-dir");
  }

  @Test
  void whatIsLeftOnFreePagesIsExposed() {
    Path made = folder.resolve("case");
    Cluster cluster = TestData.cluster("remnant-3.6");
    ProgramRun.of("case", made, "add", cluster.finalDb(), "--config", cluster.config());
    JsonNode report = ProgramRun.of("case", made, "exposed", "-o", "json").json();
    assertEquals(260, report.get("summary").get("exposed").asInt());
    JsonNode truth = ProgramRun.parse(cluster.truth());
    assertEquals(truth.get("deleted").size(), report.get("summary").get("deleted").asInt());
    for (JsonNode exposed : report.get("exposed")) {
      assertEquals("[\"free\"]", exposed.get("scopes").toString());
    }
  }

  @Test
  void aTimelineTellsWhatEachBackupHasOfAKey() throws IOException {
    Cluster cluster = TestData.cluster("etcd-3.6");
    Path made = folder.resolve("case");
    add(cluster, made);
    String key = rewritten(cluster);
    JsonNode timeline = ProgramRun.of("case", made, "timeline", key, "-o", "json").json();
    List<String> rows = new ArrayList<>();
    for (JsonNode revision : timeline.get("revisions")) {
      rows.add(revision.get("change").asString() + " " + revision.get("prefix").asString("plain"));
      Instant time = Instant.parse(revision.get("time").asString());
      assertTrue(
          Duration.between(Instant.parse("2026-11-24T00:00:00Z"), time).toHours() < 24,
          time.toString());
    }
    assertEquals("first plain", rows.getFirst());
    assertTrue(rows.size() > 1, rows.toString());
    String text = ProgramRun.of("case", made, "timeline", key).out();
    assertTrue(text.contains("0-plain.db"), text);
    String named = key.substring("/registry/secrets/".length());
    ProgramRun without = ProgramRun.of("case", made, "timeline", named);
    assertEquals(2, without.code());
    assertTrue(without.err().contains(" timeline secret/" + named), without.err());
    assertTrue(text.contains("plaintext"), text);
  }

  /// A Secret from before encryption that was written again later and still exists.
  private static String rewritten(Cluster cluster) {
    for (JsonNode live : ProgramRun.parse(cluster.truth()).get("live")) {
      String key = live.get("key").asString();
      if (key.startsWith("/registry/secrets/")
          && live.get("create").asInt() < 100
          && live.get("version").asInt() > 1) {
        return key;
      }
    }
    throw new AssertionError("there is one");
  }
}
