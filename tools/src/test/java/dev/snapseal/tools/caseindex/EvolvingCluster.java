package dev.snapseal.tools.caseindex;

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
import dev.snapseal.testdata.kubernetes.StoredLease;
import dev.snapseal.testdata.kubernetes.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// A cluster that is saved again and again while its Secrets are made, changed, labelled, encrypted
/// anew and deleted, in epochs without encryption, with `aescbc` and with `aesgcm`; and what that
/// makes true of the saves, by bookkeeping that knows nothing of the index.
final class EvolvingCluster {
  static final long START_SECONDS = 1_780_000_000L;

  private static final String CBC =
      "{aescbc: {keys: [{name: old, secret: b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=}]}}";
  private static final String GCM =
      "{aesgcm: {keys: [{name: new, secret: dHdvIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=}]}}";

  /// The configurations of the epochs, in their order; the last opens every value.
  static final List<String> CONFIGS = List.of(config(), config(CBC), config(GCM, CBC));

  private static final int CHANGES = 6;

  /// Where the cluster keeps its keys.
  interface Store {
    /// Main revision of the put.
    long put(String key, byte[] value);

    /// Main revision of the deletion.
    long delete(String key);

    void compact(long revision);
  }

  /// A record as it was written.
  ///
  /// @param data what the Secret holds; empty for a deletion
  record Written(String key, long revision, Optional<String> data, boolean isPlain) {}

  /// A save.
  ///
  /// @param records in the store, in the order of revisions
  record Save(long revision, List<Written> records) {}

  private final Store store;
  private final Random random;
  private final List<Written> records = new ArrayList<>();
  private final Map<String, Secret> live = new TreeMap<>();
  private final List<Save> saves = new ArrayList<>();
  private final int savesInAll;
  private int names;
  private long compacted;

  /// What a Secret holds now.
  private record Secret(String name, String data, int labels, long created) {}

  EvolvingCluster(Store store, long seed, int savesInAll) {
    this.store = store;
    this.random = new Random(seed);
    this.savesInAll = savesInAll;
    store.put("/registry/namespaces/kube-system", namespace());
  }

  List<Save> saves() {
    return saves;
  }

  /// Changes some Secrets, as the API server of this time would.
  void live() {
    for (int i = 0; i < CHANGES; i++) {
      change();
    }
    renew();
  }

  /// Notes that the store was saved as it is now; a compaction may follow.
  void saved() {
    saves.add(new Save(lastRevision(), List.copyOf(records)));
    if (random.nextInt(4) == 0) {
      compact(lastRevision() - random.nextInt(20));
    }
  }

  private void change() {
    int choice = random.nextInt(10);
    if (live.size() < 5 || choice < 3) {
      String name = "secret-%03d".formatted(names++);
      write(new Secret(name, "password-" + random.nextLong(), 0, lastRevision() + 1));
      return;
    }
    Secret secret = new ArrayList<>(live.values()).get(random.nextInt(live.size()));
    switch (choice) {
      case 3, 4, 5 ->
          write(
              new Secret(
                  secret.name(),
                  "password-" + random.nextLong(),
                  secret.labels(),
                  secret.created()));
      case 6 ->
          write(new Secret(secret.name(), secret.data(), secret.labels() + 1, secret.created()));
      case 7, 8 -> write(secret);
      default -> delete(secret);
    }
  }

  private void write(Secret secret) {
    StoredObject object = object(secret);
    int epoch = epoch();
    byte[] value = epoch == 0 ? object.toBytes() : sealed(CONFIGS.get(epoch), object);
    long revision = store.put(object.etcdKey(), value);
    live.put(secret.name(), secret);
    records.add(new Written(object.etcdKey(), revision, Optional.of(secret.data()), epoch == 0));
  }

  private void delete(Secret secret) {
    String key = object(secret).etcdKey();
    live.remove(secret.name());
    records.add(new Written(key, store.delete(key), Optional.empty(), false));
  }

  /// A node renews its Lease, which no configuration encrypts.
  private void renew() {
    StoredLease lease = new StoredLease("node-1", seconds(lastRevision() + 1));
    records.add(
        new Written(
            lease.etcdKey(), store.put(lease.etcdKey(), lease.toBytes()), Optional.of(""), true));
  }

  private static StoredObject object(Secret secret) {
    StoredObject object =
        StoredObject.secret("prod", secret.name())
            .data("password", secret.data())
            .created(seconds(secret.created()));
    return secret.labels() == 0 ? object : object.label("label", "" + secret.labels());
  }

  /// When a revision is written.
  static long seconds(long revision) {
    return START_SECONDS + 10 * revision;
  }

  private int epoch() {
    return Math.min(CONFIGS.size() - 1, saves.size() * CONFIGS.size() / savesInAll);
  }

  private long lastRevision() {
    return records.isEmpty() ? 2 : records.getLast().revision();
  }

  /// Leaves of each key what etcd leaves.
  private void compact(long revision) {
    if (revision < 3 || revision <= compacted) {
      return;
    }
    compacted = revision;
    store.compact(revision);
    Map<String, Written> newest = new TreeMap<>();
    records.stream()
        .filter(record -> record.revision() <= revision)
        .forEach(record -> newest.put(record.key(), record));
    records.removeIf(
        record ->
            record.revision() <= revision
                && (!newest.get(record.key()).equals(record)
                    || (record.data().isEmpty() && record.revision() < revision)));
  }

  private static byte[] namespace() {
    return """
    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kube-system",
     "uid":"6f1c2b1e-0000-4000-8000-00000000abcd"}}\
    """
        .getBytes(UTF_8);
  }

  private static String config(String... providers) {
    return """
    apiVersion: apiserver.config.k8s.io/v1
    kind: EncryptionConfiguration
    resources:
    - resources: [secrets]
      providers: [%s]
    """
        .formatted(
            String.join(", ", List.of(providers))
                + (providers.length == 0 ? "" : ", ")
                + "identity: {}");
  }

  static byte[] sealed(String config, StoredObject object) {
    byte[] plain = object.toBytes();
    try (EncryptionConfiguration read =
            EncryptionConfigurationReader.read("config", config.getBytes(UTF_8));
        KeyRing ring = KeyRing.of(List.of(read), KmsPluginFactory.none());
        ValueTransformers worker = ring.newWorker()) {
      GroupResource secrets = new GroupResource("", "secrets");
      return worker.encrypt(secrets, EtcdKey.of(object.etcdKey()), plain, 0, plain.length);
    } catch (InvalidConfigurationException | KmsPluginException e) {
      throw new AssertionError(e);
    }
  }
}
