package dev.snapseal.tools.rewrite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.EncryptedDekSourceType;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.KmsPlugin;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.ProviderConfiguration;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.KmsPluginFactory;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kms.Conduct;
import dev.snapseal.testdata.kms.KeyEncryptionKey;
import dev.snapseal.testdata.kms.KmsPluginServer;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.kms.KmsOverrides;
import dev.snapseal.tools.kms.SocketPlugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rewriting with a KMS plugin on a socket: what older API servers wrote, and plugins that fail.
final class RewriteKmsTest {
  private static final String PATH = "/registry/secrets/shop/db";
  private static final GroupResource SECRETS = GroupResource.parse("secrets");
  private static final byte[] SECRET =
      StoredObject.secret("shop", "db").data("password", "canary-8f3a").toBytes();

  @TempDir private Path folder;

  private KmsPluginServer server;
  private Path config;

  @BeforeEach
  void startPlugin() throws Exception {
    server =
        KmsPluginServer.startV2(
            folder.resolve("k.sock"), KeyEncryptionKey.fromHex("c5".repeat(32)));
    config =
        Files.writeString(
            folder.resolve("config.json"),
            """
            {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration",
            "resources":[{"resources":["secrets"],"providers":[
            {"kms":{"apiVersion":"v2","name":"plug","endpoint":"%s"}}]}]}
            """
                .formatted(server.endpoint()));
  }

  @AfterEach
  void stopPlugin() {
    server.close();
  }

  /// Before Kubernetes 1.29, or without its feature KMSv2KDF, a data key was no seed.
  @Test
  void aValueUnderAPlainDataKeyIsReadAndWrittenUnderASeed() throws Exception {
    byte[] stored = underAPlainKey();
    Path source = store(stored);
    Path output = folder.resolve("new.db");
    ProgramRun run =
        ProgramRun.of("encrypt", source, "--config", config, "--output", output, "-o", "json");
    assertEquals(0, run.code(), run::err);
    assertEquals(1, run.json().get("values").get("transformed").asInt());
    byte[] made = StoredRecords.of(output).rows().getFirst().value();
    assertTrue(new String(made, ISO_8859_1).startsWith("k8s:enc:kms:v2:plug:"));
    assertFalse(Arrays.equals(stored, made));
    try (TestKeys keys = TestKeys.of(config)) {
      assertArrayEquals(SECRET, StoredRecords.of(output).served(keys).getFirst());
    }
    ProgramRun again =
        ProgramRun.of(
            "encrypt",
            output,
            "--config",
            config,
            "--output",
            folder.resolve("same.db"),
            "-o",
            "json");
    assertEquals(1, again.json().get("values").get("current").asInt(), again::err);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REFUSES",
        "SERVICE_AWAY",
        "UNHEALTHY",
        "WRONG_VERSION",
        "NAMES_NO_KEY",
        "MALFORMED"
      })
  void aPluginThatFailsWritesNothing(Conduct conduct) throws Exception {
    server.behave(conduct);
    Path output = folder.resolve("new.db");
    ProgramRun run =
        ProgramRun.of("encrypt", store(SECRET), "--config", config, "--output", output);
    assertEquals(5, run.code(), run::err);
    assertTrue(run.err().contains("plug"), run.err());
    assertTrue(run.err().contains("hint:  "), run.err());
    assertFalse(Files.exists(output));
  }

  private Path store(byte[] value) throws Exception {
    return Files.write(
        folder.resolve("source.db"),
        EtcdBuilder.of(EtcdVersion.V3_6).put(PATH, value).snapshot().bytes());
  }

  private byte[] underAPlainKey() throws Exception {
    try (EncryptionConfiguration read =
            EncryptionConfigurationReader.read("config", Files.readAllBytes(config));
        KeyRing ring = KeyRing.of(List.of(read), new PlainKeys());
        ValueTransformers worker = ring.newWorker()) {
      return worker.encrypt(SECRETS, EtcdKey.of(PATH), SECRET, 0, SECRET.length);
    }
  }

  /// Has values written as a server does that knows no seeds.
  private static final class PlainKeys implements KmsPluginFactory {
    private final KmsPluginFactory sockets = new SocketPlugins(KmsOverrides.parse(List.of()));

    @Override
    public KmsPlugin open(ProviderConfiguration.Kms configuration) throws KmsPluginException {
      return sockets.open(configuration);
    }

    @Override
    public EncryptedDekSourceType writes(ProviderConfiguration.Kms configuration) {
      return EncryptedDekSourceType.AES_GCM_KEY;
    }
  }
}
