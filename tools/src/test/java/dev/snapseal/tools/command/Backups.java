package dev.snapseal.tools.command;

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
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Small backups and runs of commands on them, in a folder of the test's own.
record Backups(Path folder) {
  /// A key of 32 bytes that no documentation prints.
  static final String KEY_ONE = "b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=";

  static final String KEY_TWO = "dHdvIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=";

  /// A run and all that it wrote, paths cut down to file names.
  record Run(int code, MemorySegment bytes, String out, String err) {}

  static StoredObject secret(String namespace, String name) {
    return StoredObject.secret(namespace, name).data("password", "hunter-" + name);
  }

  static EtcdBuilder etcd() {
    return EtcdBuilder.of(EtcdVersion.V3_6);
  }

  /// A configuration that encrypts Secrets with one key.
  static String config(String provider, String keyName, String base64) {
    return """
    apiVersion: apiserver.config.k8s.io/v1
    kind: EncryptionConfiguration
    resources:
    - resources: [secrets]
      providers:
      - %s: {keys: [{name: %s, secret: %s}]}
      - identity: {}
    """
        .formatted(provider, keyName, base64);
  }

  /// The object as a server with this configuration would store it.
  static byte[] sealed(String config, StoredObject object) {
    return sealed(config, object.etcdKey(), object);
  }

  /// The same under another key of the store.
  static byte[] sealed(String config, String etcdKey, StoredObject object) {
    byte[] plain = object.toBytes();
    try (EncryptionConfiguration read =
            EncryptionConfigurationReader.read("config", config.getBytes(UTF_8));
        KeyRing ring = KeyRing.of(List.of(read), KmsPluginFactory.none());
        ValueTransformers worker = ring.newWorker()) {
      GroupResource secrets = new GroupResource("", "secrets");
      return worker.encrypt(secrets, EtcdKey.of(etcdKey), plain, 0, plain.length);
    } catch (InvalidConfigurationException | KmsPluginException e) {
      throw new AssertionError(e);
    }
  }

  Path write(String name, EtcdBuilder etcd) throws IOException {
    return Files.write(folder.resolve(name), etcd.snapshot().bytes());
  }

  Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /// Runs a command whose output goes to no terminal; names of files in the folder suffice.
  Run run(String... args) {
    return runOn(Terminal.NONE, args);
  }

  Run runOn(Terminal terminal, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandIo io =
        new CommandIo(
            InputStream.nullInputStream(),
            new PrintWriter(out, false, UTF_8),
            new PrintWriter(err, false, UTF_8),
            out,
            terminal);
    String[] resolved = args.clone();
    for (int i = 0; i < args.length; i++) {
      Path file = folder.resolve(args[i]);
      resolved[i] = i > 0 && Files.exists(file) ? file.toString() : args[i];
    }
    int code = SnapsealCommand.run(io, resolved);
    io.out().flush();
    io.err().flush();
    return new Run(code, MemorySegment.ofArray(out.toByteArray()), cut(out), cut(err));
  }

  private String cut(ByteArrayOutputStream text) {
    return text.toString(UTF_8).replace(folder + "/", "");
  }
}
