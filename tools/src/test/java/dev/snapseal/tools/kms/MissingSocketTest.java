package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plugin that is not there, as a user meets it.
final class MissingSocketTest {
  @TempDir private Path folder;

  /// Waiting would not help: the hint is to look at the path.
  @Test
  void aSocketThatIsNotThereIsToBeLookedAt() throws Exception {
    StoredObject secret = StoredObject.secret("prod", "db").data("password", "x");
    byte[] store =
        EtcdBuilder.of(EtcdVersion.V3_6).put(secret.etcdKey(), secret.toBytes()).snapshot().bytes();
    Path db = Files.write(folder.resolve("plain.db"), store);
    Path socket = folder.resolve("missing.sock");
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - kms:
                  apiVersion: v2
                  name: plug
                  endpoint: unix://%s
                  timeout: 3s
              - identity: {}
            """
                .formatted(socket));
    Path output = folder.resolve("new.db");
    ProgramRun run = ProgramRun.of("encrypt", db, "--config", config, "--output", output);
    assertEquals(5, run.code(), run::err);
    assertTrue(run.err().contains("there is no such socket"), run::err);
    assertTrue(run.err().contains("ls -l " + socket), run::err);
    assertFalse(run.err().contains("taking a new key"), run::err);
    assertFalse(Files.exists(output));
  }
}
