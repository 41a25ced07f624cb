package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the options that name keys refuse.
class KeyOptionsTest {
  private static final String PLUGINS =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: EncryptionConfiguration
      resources:
      - resources: [secrets]
        providers:
        - kms: {apiVersion: v2, name: new, endpoint: unix:///run/new.sock, timeout: 3s}
        - kms: {apiVersion: v2, name: old, endpoint: unix:///run/old.sock, timeout: 3s}
      """;

  @TempDir Path folder;
  private Backups backups;

  @BeforeEach
  void makeABackup() throws IOException {
    backups = new Backups(folder);
    backups.write("db.snapshot", Backups.etcd());
  }

  @ParameterizedTest
  @ValueSource(strings = {"audit", "keys", "check"})
  void aPluginThatNoConfigurationHasIsWrongUsage(String command) throws IOException {
    backups.write("config.yaml", PLUGINS);
    Backups.Run run = run(command, "--config", "config.yaml");
    assertEquals(2, run.code());
    assertEquals("", run.out());
    assertEquals(
        """
        error: --kms: no configuration has a KMS plugin 'odl'
        hint:  it has new, old: --kms new=unix:///run/s.sock
        """,
        run.err());
  }

  @Test
  void aConfigurationWithoutPluginsTakesNoSocket() throws IOException {
    backups.write("config.yaml", Backups.config("aesgcm", "one", Backups.KEY_ONE));
    Backups.Run run = run("audit", "--config", "config.yaml");
    assertEquals(2, run.code());
    assertEquals(
        """
        error: --kms: no configuration has a KMS plugin 'odl'
        hint:  it has none: leave --kms out, or name the one that has it with --config FILE
        """,
        run.err());
  }

  @Test
  void aSocketWithoutAConfigurationIsWrongUsage() {
    Backups.Run run = run("audit");
    assertEquals(2, run.code());
    assertEquals(
        """
        error: --kms: no configuration was given that has a KMS plugin 'odl'
        hint:  add it: --config encryption-config.yaml --kms odl=unix:///run/s.sock
        """,
        run.err());
  }

  private Backups.Run run(String command, String... more) {
    String[] args = {command, "db.snapshot", "--kms", "odl=unix:///run/s.sock"};
    return backups.run(
        java.util.stream.Stream.of(args, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }
}
