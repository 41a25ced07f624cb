package dev.snapseal.tools.rewrite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.KeyValueMessage;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups from which a careless rewrite would make a wrong file, or one that leaks.
final class RewriteHostileTest {
  private static final String CANARY = "canary-8f3a";
  private static final byte[] SECRET =
      StoredObject.secret("shop", "db").data("password", CANARY).toBytes();

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void nameTheOutput() {
    out = folder.resolve("out.db");
  }

  @Test
  void aDamagedSourceGetsNoNewSeal() throws IOException {
    byte[] file = store().put("/registry/secrets/shop/db", SECRET).snapshot().bytes();
    PageSurgeon surgeon = PageSurgeon.on(file);
    int place = new String(file, ISO_8859_1).indexOf(CANARY);
    surgeon.flipBit(place, 1);
    ProgramRun run = rewrite("encrypt", surgeon.bytes(), gcm("secrets"));
    assertEquals(4, run.code(), run.err());
    assertTrue(run.err().contains("SHA-256"), run.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void aRecordWithTwoValuesIsNoneToRewrite() throws IOException {
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    byte[] message =
        new KeyValueMessage("/registry/secrets/shop/db".getBytes(UTF_8), 5, 5, 1, SECRET, 0)
            .toBytes();
    twice.write(message);
    twice.write(new byte[] {0x2A, 3, 'a', 'b', 'c'});
    byte[] file = store().record(RevisionKey.put(5, 0), twice.toByteArray()).snapshot().bytes();
    ProgramRun run = rewrite("encrypt", file, gcm("secrets"));
    assertEquals(5, run.code(), run.err());
    assertTrue(run.err().contains("a field twice"), run.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void aResourceInNoTableIsEncryptedIfTheConfigurationNamesIt() throws IOException {
    byte[] file = store().put("/registry/newthings/shop/db", SECRET).snapshot().bytes();
    assertEquals(0, rewrite("encrypt", file, gcm("newthings.new.example.io")).code());
    assertFalse(new String(Files.readAllBytes(out), ISO_8859_1).contains(CANARY));
  }

  @Test
  void aResourceThatAWildcardOfAGroupMayMeanIsNotGuessed() throws IOException {
    byte[] file = store().put("/registry/newthings/shop/db", SECRET).snapshot().bytes();
    ProgramRun run = rewrite("encrypt", file, gcm("*.new.example.io"));
    assertEquals(5, run.code(), run.err());
    assertTrue(run.err().contains("name the resource in a rule"), run.err());
  }

  @Test
  void aSecretUnderAnUnknownPrefixIsNamed() throws IOException {
    byte[] file = store().put("/k8s/prod/eu/registry/secrets/shop/db", SECRET).snapshot().bytes();
    ProgramRun run = rewrite("encrypt", file, gcm("secrets"));
    assertEquals(5, run.code(), run.err());
    assertTrue(run.err().contains("--etcd-prefix"), run.err());
    ProgramRun named =
        rewrite("encrypt", file, gcm("secrets"), "--etcd-prefix", "/k8s/prod/eu/registry");
    assertEquals(0, named.code(), named.err());
    assertFalse(new String(Files.readAllBytes(out), ISO_8859_1).contains(CANARY));
  }

  @Test
  void aPrefixThatNoKeyHasIsNamed() throws IOException {
    byte[] file = store().put("/registry/secrets/shop/db", SECRET).snapshot().bytes();
    ProgramRun run =
        rewrite(
            "encrypt", file, gcm("secrets"), "--etcd-prefix", "foo", "--etcd-prefix", "registry");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("warning: --etcd-prefix foo: no key is under it"), run.err());
    assertFalse(run.err().contains("--etcd-prefix registry"), run.err());
  }

  /// No key is missing, so none is asked for; and who keeps it is told that it is plaintext.
  @Test
  void plaintextUnderAnUnknownPrefixNeedsNoKey() throws IOException {
    byte[] file = store().put("/a/b/c/dd/secrets/shop/db", SECRET).snapshot().bytes();
    ProgramRun run = rewrite("encrypt", file, gcm("secrets"));
    assertEquals(5, run.code(), run.err());
    assertTrue(run.err().contains("--etcd-prefix /PREFIX"), run.err());
    assertFalse(run.err().contains("--config FILE"), run.err());
    ProgramRun kept = rewrite("encrypt", file, gcm("secrets"), "--on-error", "keep");
    assertEquals(1, kept.code(), kept.err());
    assertTrue(kept.err().contains("warning: 1 plaintext value"), kept.err());
  }

  /// The segment behind the prefix is the resource, not the namespace.
  @Test
  void aNamespaceNamedLikeAResourceIsNone() throws IOException {
    byte[] file = store().put("/registry/newthings/secrets/default", SECRET).snapshot().bytes();
    ProgramRun run = rewrite("encrypt", file, gcm("secrets"));
    assertEquals(0, run.code(), run.err());
    assertTrue(new String(Files.readAllBytes(out), ISO_8859_1).contains(CANARY));
  }

  @Test
  void whatOnlyLooksLikeASecretsKeyIsLeftAlone() throws IOException {
    byte[] file =
        store().put("/apisix/secrets/vault/1", "{\"uri\":\"http://vault\"}").snapshot().bytes();
    ProgramRun run = rewrite("encrypt", file, gcm("secrets"));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("warning: 1 plaintext value"), run.err());
    assertTrue(run.err().contains("/apisix/secrets/vault/1"), run.err());
    assertTrue(new String(Files.readAllBytes(out), ISO_8859_1).contains("http://vault"));
  }

  @Test
  void aCompactionNeedsTheBucketThatTellsOfIt() throws IOException {
    byte[] file =
        store()
            .put("/registry/secrets/shop/db", "old")
            .put("/registry/secrets/shop/db", SECRET)
            .withoutBucket("meta")
            .snapshot()
            .bytes();
    ProgramRun run = ProgramRun.of("compact", written(file), "--output", out);
    assertEquals(4, run.code(), run.err());
    assertTrue(run.err().contains("meta"), run.err());
  }

  @Test
  void whatIsNoRecordCannotBeCompacted() throws IOException {
    byte[] file =
        store()
            .put("/registry/secrets/shop/db", SECRET)
            .record(RevisionKey.put(9, 0), new byte[] {0x0A, 0x7F, 'a'})
            .snapshot()
            .bytes();
    ProgramRun run = ProgramRun.of("compact", written(file), "--output", out);
    assertEquals(4, run.code(), run.err());
    assertTrue(run.err().contains("no record"), run.err());
    assertTrue(run.err().contains("snapseal check --values "), run.err());
    assertFalse(Files.exists(out));
  }

  /// CBC cannot tell a wrong key, and by its prefix such a value is right already.
  @Test
  void aValueUnderAnotherKeyOfTheSameNameIsNotTakenForCurrent() throws IOException {
    byte[] file = store().put("/registry/secrets/shop/db", SECRET).snapshot().bytes();
    assertEquals(0, rewrite("encrypt", file, cbc("MDEyMzQ1Njc4OWFiY2RlZg==")).code());
    Path other = folder.resolve("other.db");
    ProgramRun run =
        ProgramRun.of(
            "encrypt", out, "--config", cbc("ZmVkY2JhOTg3NjU0MzIxMA=="), "--output", other);
    assertEquals(5, run.code(), run.err());
    assertFalse(Files.exists(other));
  }

  @Test
  void aNameThatMatchesNothingIsNamed() throws IOException {
    byte[] file = store().put("/registry/secrets/shop/db", SECRET).snapshot().bytes();
    ProgramRun run = rewrite("encrypt", file, gcm("secrets"), "--resources", "configmaps");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("note: --resources configmaps matches no value"), run.err());
  }

  @Test
  void aDryRunCountsWhatItWouldRewrite() throws IOException {
    byte[] file = store().put("/registry/secrets/shop/db", SECRET).snapshot().bytes();
    ProgramRun run =
        ProgramRun.of(
            "encrypt", written(file), "--config", gcm("secrets"), "--dry-run", "-o", "json");
    assertEquals(1, run.json().get("values").get("transformed").asInt(), run.out());
  }

  private static EtcdBuilder store() {
    return EtcdBuilder.of(EtcdVersion.V3_6);
  }

  private ProgramRun rewrite(String command, byte[] file, Path config, Object... more)
      throws IOException {
    Object[] arguments = new Object[6 + more.length];
    arguments[0] = command;
    arguments[1] = written(file);
    arguments[2] = "--config";
    arguments[3] = config;
    arguments[4] = "--output";
    arguments[5] = out;
    System.arraycopy(more, 0, arguments, 6, more.length);
    return ProgramRun.of(arguments);
  }

  private Path written(byte[] file) throws IOException {
    return Files.write(folder.resolve("source.db"), file);
  }

  private Path cbc(String key) throws IOException {
    return Files.writeString(
        folder.resolve("cbc.json"),
        """
        {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration",
        "resources":[{"resources":["secrets"],"providers":[
        {"aescbc":{"keys":[{"name":"new","secret":"%s"}]}}]}]}
        """
            .formatted(key));
  }

  private Path gcm(String resource) throws IOException {
    return Files.writeString(
        folder.resolve("config.yaml"),
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: ["%s"]
          providers:
          - aesgcm:
              keys:
              - name: new
                secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
        """
            .formatted(resource));
  }
}
