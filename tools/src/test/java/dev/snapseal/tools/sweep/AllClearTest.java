package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.WalBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import dev.snapseal.tools.ProgramRun;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a sweep must not call unreadable: what it passed over, what it cannot judge, and what an
/// audit of the same store would not.
final class AllClearTest {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String CANARY = "correct horse battery";
  private static final int APPLIED = 2500;
  private static final int SEALED = 81;

  private final Random random = new Random(7);

  @TempDir private Path folder;

  private byte[] sealed() {
    byte[] prefix = "k8s:enc:aescbc:v1:key1:".getBytes(ISO_8859_1);
    byte[] value = java.util.Arrays.copyOf(prefix, prefix.length + 64);
    byte[] body = new byte[64];
    random.nextBytes(body);
    System.arraycopy(body, 0, value, prefix.length, body.length);
    return value;
  }

  private EtcdBuilder store() {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    for (int i = 0; i < SEALED; i++) {
      etcd.put("/registry/secrets/prod/s" + i, sealed());
    }
    return etcd;
  }

  private static void put(EtcdBuilder etcd, StoredObject object) {
    etcd.put(object.etcdKey(), object.toBytes());
  }

  private Path written(EtcdBuilder etcd) throws Exception {
    return Files.write(folder.resolve("store.db"), etcd.snapshot().bytes());
  }

  private ProgramRun sweep(Path file) throws Exception {
    Path canaries = Files.writeString(folder.resolve("canaries"), CANARY);
    return ProgramRun.of("sweep", "-o", "json", file, "--canary", canaries);
  }

  private static int hits(ProgramRun run, String detector) {
    int count = 0;
    for (JsonNode hit : run.json().get("hits")) {
      count += hit.get("detector").asString().equals(detector) ? 1 : 0;
    }
    return count;
  }

  private String pem() {
    byte[] body = new byte[96];
    random.nextBytes(body);
    return "-----BEGIN RSA PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(body);
  }

  /// Each object that `kubectl apply` wrote has its configuration once more in an annotation.
  @Test
  void aClusterOfAppliedObjectsIsLookedAtWhole() throws Exception {
    EtcdBuilder etcd = store();
    for (int i = 0; i < APPLIED; i++) {
      String applied =
          "{\"apiVersion\":\"v1\",\"data\":{\"mode\":\"%d\"},\"kind\":\"ConfigMap\",\"metadata\":{}}\n"
              .formatted(i);
      put(etcd, StoredObject.configMap("prod", "c" + i).data(LAST_APPLIED, applied));
    }
    put(etcd, StoredObject.configMap("prod", "zz-key").data("tls.key", pem()));
    String manifest = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  p: aHVudGVy\n";
    put(etcd, StoredObject.configMap("prod", "zz-manifest").data("secret.yaml", manifest));
    put(etcd, StoredObject.configMap("prod", "zz-text").data("text", "x " + CANARY));
    ProgramRun run = sweep(written(etcd));
    assertEquals(1, run.code(), run::err);
    assertEquals(1, hits(run, "private-key"));
    assertEquals(1, hits(run, "secret-manifest"));
    assertEquals(1, hits(run, "canary"));
    assertEquals(SEALED, run.json().get("encrypted").iterator().next().get("values").asInt());
    assertEquals(0, run.json().get("recognised").get("refused").asInt());
  }

  /// Annotations without an end, one behind the other: what is behind them is not looked at, which
  /// is said; a canary is found all the same, and every encrypted value counted.
  @Test
  @Timeout(120)
  void whatAStoreHasTooMuchOfIsALimit() throws Exception {
    EtcdBuilder etcd = store();
    String endless = (LAST_APPLIED + "{\"apiVersion\":\"v1\",").repeat(8000);
    put(etcd, StoredObject.configMap("prod", "a").data("text", endless));
    etcd.put("/registry/secrets/prod/last", sealed());
    Path file = written(etcd);
    ProgramRun run = sweep(file);
    assertEquals(3, run.code(), run::err);
    assertEquals("undetermined", run.json().get("verdict").asString());
    assertTrue(run.json().get("recognised").get("refused").asInt() > 0);
    assertEquals(SEALED + 1, run.json().get("encrypted").iterator().next().get("values").asInt());
    put(etcd, StoredObject.configMap("prod", "z").data("text", CANARY));
    run = sweep(written(etcd));
    assertEquals(1, hits(run, "canary"));
    assertTrue(run.json().get("canaries").get(0).get("readable").asBoolean());
  }

  private static void assertAsAudited(Path file, String verdict, int code) {
    ProgramRun audit = ProgramRun.of("audit", "-o", "json", file);
    ProgramRun sweep = ProgramRun.of("sweep", "-o", "json", file);
    assertEquals(verdict, audit.json().get("verdict").asString());
    assertEquals(verdict, sweep.json().get("verdict").asString());
    assertEquals(code, sweep.code(), sweep::out);
  }

  @Test
  void aStoreIsJudgedAsItsAuditJudgesIt() throws Exception {
    assertAsAudited(written(store()), "unreadable", 0);
    EtcdBuilder odd = store();
    odd.put("/registry/secrets/prod/odd", "k8s:enc:password=hunter2-hunter2-hunter2");
    assertAsAudited(written(odd), "undetermined", 3);
    byte[] damaged = store().put("/registry/secrets/prod/p", secret()).snapshot().bytes();
    int key = new String(damaged, ISO_8859_1).indexOf("/registry/secrets/prod/p");
    damaged[key - 2] ^= 4;
    Path file = Files.write(folder.resolve("damaged.db"), damaged);
    assertAsAudited(file, "undetermined", 3);
    assertTrue(ProgramRun.of("sweep", file).out().contains("1 value could not be judged"));
  }

  private static byte[] secret() {
    return StoredObject.secret("prod", "p").data("password", "hunter2-hunter2").toBytes();
  }

  /// As `kubectl get secret -o json` prints it: all of the data before the kind.
  private static byte[] printed(int length) {
    return """
    {
        "apiVersion": "v1",
        "data": {
            "password": "%s"
        },
        "kind": "Secret",
        "metadata": {
            "name": "db",
            "namespace": "prod"
        },
        "type": "Opaque"
    }
    """
        .formatted("aHVu".repeat(length / 4))
        .getBytes(UTF_8);
  }

  private Path log(String key, byte[] value) throws Exception {
    WalBuilder log = WalBuilder.first();
    log.entry(2, 1, request("/registry/secrets/prod/a", sealed()));
    log.entry(2, 2, request(key, value));
    return Files.write(folder.resolve("0.wal"), log.preallocated(4096));
  }

  private static byte[] request(String key, byte[] value) {
    ProtobufMessage put = new ProtobufMessage().text(1, key).bytes(2, value);
    return new ProtobufMessage().varint(1, 9).message(4, put).toBytes();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 512, 4000, 100_000})
  void aSecretInJsonIsKnownWhereverItsKindStands(int length) throws Exception {
    byte[] json = printed(length);
    Path store = written(store().put("/backup/prod/db.json", json));
    assertAsAudited(store, "readable", 1);
    assertEquals(1, hits(sweep(store), "stored-value"));
    assertEquals(0, hits(sweep(store), "kubernetes-object"));
    ProgramRun log = sweep(log("/backup/prod/db.json", json));
    assertEquals(1, log.code(), log::err);
    assertEquals(1, hits(log, "stored-value"));
    assertEquals(0, hits(log, "kubernetes-object"));
  }

  @Test
  void aMalformedPrefixInALogIsNoEncryption() throws Exception {
    ProgramRun sound = sweep(log("/registry/secrets/prod/b", sealed()));
    assertEquals("unreadable", sound.json().get("verdict").asString());
    ProgramRun odd =
        sweep(log("/registry/secrets/prod/b", "k8s:enc:the password is hunter2".getBytes(UTF_8)));
    assertEquals("undetermined", odd.json().get("verdict").asString());
    assertEquals(3, odd.code());
  }

  /// It was never read, whatever it is called.
  @Test
  void aLinkInAnArchiveIsNamedThoughItIsCalledALog() throws Exception {
    Path directory = Files.createDirectories(folder.resolve("data"));
    try (OutputStream file = Files.newOutputStream(directory.resolve("a.tar"));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
      byte[] store = store().snapshot().bytes();
      TarArchiveEntry db = new TarArchiveEntry("member/snap/db");
      db.setSize(store.length);
      tar.putArchiveEntry(db);
      tar.write(store);
      tar.closeArchiveEntry();
      TarArchiveEntry link = new TarArchiveEntry("member/wal/0.wal", TarConstants.LF_SYMLINK);
      link.setLinkName("/elsewhere/0.wal");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    ProgramRun run = ProgramRun.of("sweep", directory);
    assertEquals(3, run.code(), run::out);
    assertTrue(run.out().contains("member/wal/0.wal"), run::out);
  }
}
