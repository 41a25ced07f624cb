package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.report.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DiffCommandTest {
  @TempDir Path folder;

  /// API servers write an object only when it changes: what has another revision has other content,
  /// but for their own leases, which they renew.
  @ParameterizedTest
  @CsvSource({
    "etcd-3.6, 0-plain, 2-cbc2",
    "etcd-3.6, 2-cbc2, 5-stamp",
    "etcd-3.5, 0-plain, 5-stamp"
  })
  void epochsDifferInWhatWasPlanted(String name, String one, String other) throws IOException {
    Cluster cluster = TestData.cluster(name);
    Map<String, Long> before = live(cluster.epoch(one));
    Map<String, Long> after = live(cluster.epoch(other));
    ProgramRun run =
        ProgramRun.of(
            "diff",
            cluster.epoch(one),
            cluster.epoch(other),
            "--config",
            cluster.config(),
            "-o",
            "json");
    assertEquals(1, run.code(), run.err());
    JsonNode report = run.json();
    Set<String> added = new TreeSet<>(after.keySet());
    added.removeAll(before.keySet());
    Set<String> removed = new TreeSet<>(before.keySet());
    removed.removeAll(after.keySet());
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.removeIf(key -> key.contains("leases/") && !key.startsWith("/registry/leases/"));
    changed.removeIf(key -> before.get(key).equals(after.getOrDefault(key, before.get(key))));
    assertEquals(added, keys(report, "added"));
    assertEquals(removed, keys(report, "removed"));
    assertEquals(changed, keys(report, "changed"));
    assertFalse(added.isEmpty() || removed.isEmpty() || changed.isEmpty());
    assertEquals(0, report.at("/summary/undecided").asInt());
    assertEquals(0, report.at("/summary/protectionLost").asInt());
    assertEquals(
        before.size() - removed.size() - changed.size(), report.at("/summary/unchanged").asInt());
    for (JsonNode secret : ProgramRun.parse(cluster.truth()).get("secrets")) {
      for (JsonNode value : secret.get("data")) {
        String text = new String(Base64.getDecoder().decode(value.asString()), ISO_8859_1);
        boolean isTelling = text.length() > 8;
        assertFalse(isTelling && run.out().contains(value.asString()), "base64 of a secret");
        assertFalse(isTelling && run.out().contains(text), "a secret");
      }
    }
  }

  @Test
  void aRekeyedBackupHasTheSameContent() throws IOException {
    Backups backups = new Backups(folder);
    Cluster cluster = TestData.cluster("etcd-3.6");
    String source = cluster.epoch("2-cbc2").toString();
    String config = cluster.config().toString();
    backups.write("new.yaml", Backups.config("secretbox", "new", Backups.KEY_TWO));
    Backups.Run rekey =
        backups.run(
            "rekey",
            source,
            "--config",
            config,
            "--to-config",
            folder.resolve("new.yaml").toString(),
            "--output",
            folder.resolve("rekeyed.db").toString());
    assertEquals(0, rekey.code(), rekey.err());
    Backups.Run diff =
        backups.run("diff", source, "rekeyed.db", "--config", config, "--config", "new.yaml");
    assertEquals(0, diff.code(), diff.err());
    assertTrue(
        diff.out()
            .endsWith(
                """
                moved     38 values from k8s:enc:aescbc:v1:k-866: to k8s:enc:secretbox:v1:new:
                moved     26 values from k8s:enc:aescbc:v1:key-977: to k8s:enc:secretbox:v1:new:
                moved     8 values from plaintext to k8s:enc:secretbox:v1:new:
                content   0 added, 0 removed, 0 changed, 89 unchanged
                storage   72 of the same content re-encrypted, 0 lost protection
                """),
        diff.out());
  }

  @Test
  void aDecryptedBackupLostItsProtection() {
    Backups backups = new Backups(folder);
    Cluster cluster = TestData.cluster("etcd-3.6");
    String source = cluster.epoch("2-cbc2").toString();
    String config = cluster.config().toString();
    String plain = folder.resolve("plain.db").toString();
    backups.run("decrypt", source, "--config", config, "--output", plain);
    Backups.Run diff = backups.run("diff", source, plain, "--config", config, "-o", "json");
    assertEquals(1, diff.code(), diff.err());
    JsonNode report = ProgramRun.parse(diff.out());
    assertEquals(64, report.at("/summary/protectionLost").asInt());
    assertEquals(0, report.at("/summary/changed").asInt());
    assertEquals(0, report.at("/summary/reencrypted").asInt());
    assertEquals(64, report.get("protectionLost").size());
    assertTrue(report.at("/protectionLost/0/from").asString().startsWith("k8s:enc:aescbc:v1:"));
  }

  @Test
  void aNewPlaintextValueAmongEncryptedOnesLostItsProtection() throws IOException {
    Backups backups = new Backups(folder);
    String config = Backups.config("aescbc", "one", Backups.KEY_ONE);
    StoredObject old = Backups.secret("prod", "old");
    StoredObject fresh = Backups.secret("prod", "new");
    StoredObject map = StoredObject.configMap("prod", "app");
    backups.write("one.yaml", config);
    byte[] sealed = Backups.sealed(config, old);
    backups.write("a.db", Backups.etcd().put(old.etcdKey(), sealed));
    backups.write(
        "b.db",
        Backups.etcd()
            .put(old.etcdKey(), sealed)
            .put(fresh.etcdKey(), fresh.toBytes())
            .put(map.etcdKey(), map.toBytes()));
    backups.write(
        "c.db",
        Backups.etcd()
            .put(old.etcdKey(), sealed)
            .put(fresh.etcdKey(), Backups.sealed(config, fresh)));
    Backups.Run off = backups.run("diff", "a.db", "b.db", "--config", "one.yaml");
    assertEquals(1, off.code(), off.err());
    assertTrue(
        off.out()
            .endsWith(
                """
                added     /registry/configmaps/prod/app, plaintext
                added     /registry/secrets/prod/new, plaintext
                PLAINTEXT /registry/secrets/prod/new, new; the others were encrypted
                content   2 added, 0 removed, 0 changed, 1 unchanged
                storage   0 of the same content re-encrypted, 1 lost protection
                """),
        off.out());
    JsonNode json =
        ProgramRun.parse(
            backups.run("diff", "a.db", "b.db", "--config", "one.yaml", "-o", "json").out());
    assertEquals(1, json.at("/summary/protectionLost").asInt());
    assertTrue(json.at("/protectionLost/0/added").asBoolean());
    assertTrue(json.at("/protectionLost/0/from").isNull());
    assertEquals("identity", json.at("/added/1/provider").asString());
    assertTrue(json.at("/added/1/prefix").isNull());
    Backups.Run on = backups.run("diff", "a.db", "c.db", "--config", "one.yaml");
    assertTrue(
        on.out().contains("added     /registry/secrets/prod/new, under k8s:enc:aescbc:v1:one:\n"),
        on.out());
    assertTrue(on.out().endsWith("re-encrypted, 0 lost protection\n"), on.out());
    Backups.Run mixed = backups.run("diff", "b.db", "b.db");
    assertTrue(mixed.out().endsWith("0 lost protection\n"), mixed.out());
  }

  @Test
  void fieldsAreNamedAndSecretsHidden() throws IOException {
    Backups backups = new Backups(folder);
    StoredObject map = StoredObject.configMap("prod", "app");
    backups.write(
        "a.db",
        Backups.etcd()
            .put("/registry/secrets/prod/db", Backups.secret("prod", "db").toBytes())
            .put(map.etcdKey(), map.data("url", "http://one").toBytes())
            .put(
                "/registry/things.example.com/things/prod/t", thing("[{\"name\":\"a\",\"v\":1}]")));
    backups.write(
        "b.db",
        Backups.etcd()
            .put(
                "/registry/secrets/prod/db",
                Backups.secret("prod", "db").data("user", "root-secret").toBytes())
            .put(
                map.etcdKey(),
                StoredObject.configMap("prod", "app").data("url", "http://two").toBytes())
            .put(
                "/registry/things.example.com/things/prod/t",
                thing("[{\"name\":\"b\"},{\"name\":\"a\",\"v\":2}]")));
    Backups.Run diff = backups.run("diff", "a.db", "b.db");
    assertEquals(1, diff.code(), diff.err());
    assertEquals(
        """
        before    a.db at revision 4
        after     b.db at revision 4
        changed   /registry/configmaps/prod/app
                    ~ data.url "http://one" -> "http://two"
        changed   /registry/secrets/prod/db
                    + data.user <redacted>
        changed   /registry/things.example.com/things/prod/t
                    ~ spec[a].v 1 -> 2
                    + spec[b] {"name":"b"}
        content   0 added, 0 removed, 3 changed, 0 unchanged
        storage   0 of the same content re-encrypted, 0 lost protection
        """,
        diff.out());
  }

  @Test
  void oneFileAtTwoRevisions() throws IOException {
    Backups backups = new Backups(folder);
    backups.write(
        "a.db",
        Backups.etcd()
            .put("/registry/secrets/prod/a", Backups.secret("prod", "a").toBytes())
            .put("/registry/secrets/prod/b", Backups.secret("prod", "b").toBytes())
            .delete("/registry/secrets/prod/a"));
    Backups.Run diff = backups.run("diff", "a.db", "--revision-a", "2");
    assertEquals(1, diff.code(), diff.err());
    assertTrue(diff.out().contains("added     /registry/secrets/prod/b, plaintext\n"), diff.out());
    assertTrue(diff.out().contains("removed   /registry/secrets/prod/a, plaintext\n"), diff.out());
    assertEquals(2, backups.run("diff", "a.db").code());
    assertEquals(2, backups.run("diff", "a.db", "--revision-a", "99").code());
    assertEquals(2, backups.run("diff", "-", "-").code());
    assertEquals(0, backups.run("diff", "a.db", "a.db").code());
  }

  @Test
  void whatCannotBeOpenedIsUndecided() throws IOException {
    Backups backups = new Backups(folder);
    StoredObject secret = Backups.secret("prod", "db");
    String one = Backups.config("aescbc", "one", Backups.KEY_ONE);
    String two = Backups.config("secretbox", "two", Backups.KEY_TWO);
    backups.write("a.db", Backups.etcd().put(secret.etcdKey(), Backups.sealed(one, secret)));
    backups.write("b.db", Backups.etcd().put(secret.etcdKey(), Backups.sealed(two, secret)));
    backups.write("one.yaml", one);
    backups.write("two.yaml", two);
    Backups.Run diff = backups.run("diff", "a.db", "b.db", "--config", "one.yaml");
    assertEquals(5, diff.code(), diff.err());
    assertTrue(
        diff.out().contains("UNDECIDED 1 value, not opened of AFTER (k8s:enc:secretbox:v1:two:): "),
        diff.out());
    assertTrue(diff.out().contains("            /registry/secrets/prod/db\n"), diff.out());
    assertEquals(
        "hint:  one more configuration: snapseal diff a.db b.db --config one.yaml --config FILE\n",
        diff.err());
    Backups.Run none = backups.run("diff", "a.db", "b.db", "-o", "json");
    assertEquals(5, none.code());
    assertEquals(
        "hint:  with the keys of both: snapseal diff a.db b.db --config FILE\n", none.err());
    JsonNode json = ProgramRun.parse(none.out());
    assertEquals("both", json.at("/undecided/0/side").asString());
    assertEquals("k8s:enc:aescbc:v1:one:", json.at("/undecidedByReason/0/prefix").asString());
    assertEquals(1, json.at("/undecidedByReason/0/values").asInt());
    Backups.Run both =
        backups.run("diff", "a.db", "b.db", "--config", "one.yaml", "--config", "two.yaml");
    assertEquals(0, both.code(), both.out());
    assertTrue(both.out().contains("1 of the same content re-encrypted"), both.out());
  }

  @Test
  void whatClustersChangeByThemselvesIsCountedApart() throws IOException {
    Backups backups = new Backups(folder);
    StoredObject map = StoredObject.configMap("prod", "app");
    String lease = "/registry/leases/kube-system/scheduler";
    backups.write("a.db", Backups.etcd().put(lease, thing("1")));
    backups.write(
        "b.db",
        Backups.etcd()
            .put(lease, thing("2"))
            .put("/registry/events/prod/e", thing("1"))
            .put("/registry/masterleases/10.0.0.1", thing("1"))
            .put(map.etcdKey(), map.toBytes()));
    Backups.Run diff = backups.run("diff", "a.db", "b.db");
    assertEquals(1, diff.code(), diff.err());
    assertTrue(
        diff.out()
            .contains(
                """
                content   3 added, 0 removed, 1 changed, 0 unchanged
                          of these 3 that clusters change by themselves: \
                apiServerIPInfo 1, events 1, leases.coordination.k8s.io 1
                """),
        diff.out());
    JsonNode json = ProgramRun.parse(backups.run("diff", "a.db", "b.db", "-o", "json").out());
    assertEquals(3, json.get("byCluster").size());
    assertEquals(1, json.at("/byCluster/2/changed").asInt());
    assertEquals("fields", json.at("/changed/0/compared").asString());
  }

  private static String thing(String spec) {
    return "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Thing\","
        + "\"metadata\":{\"name\":\"t\",\"namespace\":\"prod\"},\"spec\":"
        + spec
        + "}";
  }

  private static Set<String> keys(JsonNode report, String list) {
    Set<String> keys = new TreeSet<>();
    report.get(list).forEach(entry -> keys.add(entry.get("key").asString()));
    return keys;
  }

  /// Live keys and their revisions, by replaying all of history.
  private static Map<String, Long> live(Path backup) throws IOException {
    Map<String, Long> live = new TreeMap<>();
    try (Snapshot snapshot = Snapshot.open(backup)) {
      snapshot.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              String key = SafeText.etcdKey(record.key());
              if (record.isTombstone()) {
                live.remove(key);
              } else {
                live.put(key, record.revision().main());
              }
            }

            @Override
            public void malformed(MalformedRecordException fault) {
              throw new AssertionError(fault);
            }
          });
    }
    live.remove("compact_rev_key");
    return live;
  }
}
