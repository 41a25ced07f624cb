package dev.snapseal.tools.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.KmsPluginFactory;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.KeyValueMessage;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Small backups with one thing planted in them, and what an audit says of them.
final class Planted {
  /// The password in every Secret made here; no output may show it.
  static final String PASSWORD = "planted-pa55word-7Qx";

  private Planted() {}

  static StoredObject secret(String name) {
    return StoredObject.secret("prod", name).data("password", PASSWORD);
  }

  static EtcdBuilder etcd() {
    return EtcdBuilder.of(EtcdVersion.V3_6);
  }

  /// A record as it stands on a leaf: revision key and KeyValue, side by side.
  static byte[] record(String key, long revision, byte[] value) {
    byte[] keyBytes = RevisionKey.put(revision, 0);
    byte[] message = keyValue(key, revision, value);
    byte[] record = java.util.Arrays.copyOf(keyBytes, keyBytes.length + message.length);
    System.arraycopy(message, 0, record, keyBytes.length, message.length);
    return record;
  }

  static byte[] keyValue(String key, long revision, byte[] value) {
    return new KeyValueMessage(key.getBytes(UTF_8), revision, revision, 1, value, 0).toBytes();
  }

  /// A key of a provider, as its configuration lists it: 32 bytes that begin with `first`.
  static String key(String name, int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + 7 * i);
    }
    return keyOf(name, Base64.getEncoder().encodeToString(bytes));
  }

  static String keyOf(String name, String base64) {
    return "{\"name\":\"%s\",\"secret\":\"%s\"}".formatted(name, base64);
  }

  static String provider(String name, String... keys) {
    return "{\"%s\":{\"keys\":[%s]}}".formatted(name, String.join(",", keys));
  }

  /// A configuration whose one rule serves Secrets with these providers.
  static String config(String... providers) {
    return configFor("secrets", providers);
  }

  static String configFor(String resources, String... providers) {
    return """
    {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration",
     "resources":[{"resources":["%s"],"providers":[%s]}]}\
    """
        .formatted(resources.replace(",", "\",\""), String.join(",", providers));
  }

  /// The object as a server with this configuration would store it.
  static byte[] sealed(String config, StoredObject object) {
    return sealed(config, object.etcdKey(), object.toBytes());
  }

  static byte[] sealed(String config, String etcdKey, byte[] plain) {
    try (EncryptionConfiguration read =
            EncryptionConfigurationReader.read("config", config.getBytes(UTF_8));
        KeyRing ring = KeyRing.of(List.of(read), KmsPluginFactory.none());
        ValueTransformers worker = ring.newWorker()) {
      GroupResource resource = new GroupResource("", etcdKey.split("/", -1)[2]);
      return worker.encrypt(resource, EtcdKey.of(etcdKey), plain, 0, plain.length);
    } catch (InvalidConfigurationException | KmsPluginException e) {
      throw new AssertionError(e);
    }
  }

  /// A snapshot of this backend that has other bytes on its free pages.
  static BuiltSnapshot withFreeBytes(EtcdBuilder etcd, byte[] image) {
    return etcd.backend(SnapshotBuilder.snapshot().freeBytes(image)).build();
  }

  static ProgramRun audit(Path folder, BuiltSnapshot file, Object... options) {
    return audit(folder, file.bytes(), options);
  }

  /// Audits a file as JSON; an option that is a configuration becomes `--config` and a file, not in
  /// the directory of the first.
  static ProgramRun audit(Path folder, byte[] file, Object... options) {
    List<Object> args = new ArrayList<>(List.of("audit", "-o", "json"));
    int configs = 0;
    for (Object option : options) {
      if (option instanceof String text && text.startsWith("{")) {
        args.add("--config");
        args.add(
            write(
                elsewhere(folder).resolve("config-" + configs++ + ".json"), text.getBytes(UTF_8)));
      } else {
        args.add(option);
      }
    }
    args.add(write(folder.resolve("db.snapshot"), file));
    return ProgramRun.of(args.toArray());
  }

  private static Path elsewhere(Path folder) {
    try {
      return Files.createDirectories(folder.resolve("keys"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path file, byte[] content) {
    try {
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ids of the rules that a JSON report has findings of.
  static Set<String> rules(ProgramRun run) {
    return new TreeSet<>(run.json().get("findingCounts").propertyNames());
  }

  static String verdict(ProgramRun run) {
    return run.json().get("verdict").asString();
  }

  /// The only finding of a rule.
  static JsonNode only(ProgramRun run, String rule) {
    List<JsonNode> found = all(run, rule);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " findings of " + rule + ": " + found);
    }
    return found.getFirst();
  }

  static List<JsonNode> all(ProgramRun run, String rule) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode finding : run.json().get("findings")) {
      if (finding.get("rule").asString().equals(rule)) {
        found.add(finding);
      }
    }
    return found;
  }
}
