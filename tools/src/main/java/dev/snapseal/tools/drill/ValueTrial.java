package dev.snapseal.tools.drill;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.KmsUnavailable;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.values.ValueBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Opens values, one after the other, and counts what came of it. Belongs to one thread.
final class ValueTrial implements AutoCloseable {
  private static final int MAX_REASONS = 3;
  private static final int MAX_PREFIXES = 100;

  /// Which keys may open a value.
  enum Manner {
    /// Any of them.
    ANY_KEY,
    /// Those that an API server would try for the resource, in its order.
    API_SERVER
  }

  private final Manner manner;
  private final Optional<KeyRing> ring;
  private final Optional<ValueTransformers> transformers;
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final ValueBuffer buffer = new ValueBuffer();
  private final Map<EncryptionPrefix, Long> unopened = new LinkedHashMap<>();
  private final Map<String, Failure> failures = new LinkedHashMap<>();
  private final Map<String, String> away = new TreeMap<>();
  private long opened;
  private long plain;
  private long failed;

  /// @param ring stays the caller's; empty: values are only told apart
  ValueTrial(Optional<KeyRing> ring, Manner manner) {
    this.ring = ring;
    this.manner = manner;
    this.transformers = ring.map(KeyRing::newWorker);
  }

  /// Encrypted values that opened.
  long opened() {
    return opened;
  }

  /// Values that are not encrypted.
  long plain() {
    return plain;
  }

  /// Values that did not open, if there are keys.
  long failed() {
    return failed;
  }

  /// Encrypted values that did not open, by prefix; at most a hundred of these.
  Map<EncryptionPrefix, Long> unopened() {
    return unopened;
  }

  /// How many these are, of those prefixes.
  long unopenedValues() {
    return unopened.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Sockets where no KMS plugin could be asked, by the plugin's name.
  Map<String, String> away() {
    return away;
  }

  /// Those that did not open, by the first few reasons, such as `25 values, the first
  /// /registry/secrets/a/b: no key`.
  String failures() {
    return failures.entrySet().stream()
        .map(
            entry ->
                "%s, the first %s: %s"
                    .formatted(
                        Quantity.count(entry.getValue().values(), "value"),
                        entry.getValue().firstKey(),
                        entry.getKey()))
        .collect(Collectors.joining("; "));
  }

  /// Values that did not open for one reason.
  private record Failure(String firstKey, long values) {
    Failure another() {
      return new Failure(firstKey, values + 1);
    }
  }

  /// Tries a value.
  void add(MemorySegment key, MemorySegment value) {
    buffer.load(value);
    StoredValue stored = classify();
    if (stored instanceof StoredValue.MalformedPrefix(String rule)) {
      fail(key, rule);
      return;
    }
    if (stored instanceof StoredValue.Encrypted encrypted && ring.isEmpty()) {
      count(encrypted);
      return;
    }
    if (stored instanceof StoredValue.Plain && manner == Manner.ANY_KEY) {
      plain++;
      return;
    }
    open(key, stored);
  }

  private StoredValue classify() {
    byte[] bytes = buffer.bytes();
    int length = buffer.length();
    return ring.map(known -> known.classify(bytes, 0, length))
        .orElseGet(() -> StoredValue.classify(bytes, 0, length));
  }

  private void open(MemorySegment key, StoredValue stored) {
    try {
      byte[] path = key.toArray(ValueLayout.JAVA_BYTE);
      Optional<GroupResource> resource = resource(path);
      int length = buffer.wholeLength();
      if (resource.isPresent() && transformers.isPresent()) {
        DecryptedValue value =
            transformers.get().decrypt(resource.get(), EtcdKey.of(path), buffer.bytes(), 0, length);
        if (stored instanceof StoredValue.Encrypted) {
          value.credible();
        }
      } else if (stored instanceof StoredValue.Encrypted && transformers.isPresent()) {
        transformers.get().decryptWithAnyKey(EtcdKey.of(path), buffer.bytes(), 0, length);
      }
      if (stored instanceof StoredValue.Encrypted) {
        opened++;
      } else {
        plain++;
      }
    } catch (ValueDecryptionException e) {
      if (stored instanceof StoredValue.Encrypted encrypted) {
        count(encrypted);
        note(encrypted.prefix().keyName(), e);
      }
      fail(key, e.detail());
    }
  }

  private void note(String plugin, ValueDecryptionException failure) {
    boolean isAway =
        failure instanceof KmsUnavailable
            && failure.getCause() instanceof KmsPluginException cause
            && !cause.socket().isEmpty();
    if (isAway && away.size() < MAX_PREFIXES) {
      away.putIfAbsent(plugin, ((KmsPluginException) failure.getCause()).socket());
    }
  }

  private Optional<GroupResource> resource(byte[] path) {
    return manner == Manner.API_SERVER && keys.read(path) instanceof KubernetesKey.ObjectKey object
        ? Optional.of(object.groupResource())
        : Optional.empty();
  }

  private void count(StoredValue.Encrypted encrypted) {
    if (unopened.size() < MAX_PREFIXES || unopened.containsKey(encrypted.prefix())) {
      unopened.merge(encrypted.prefix(), 1L, Long::sum);
    }
  }

  private void fail(MemorySegment key, String reason) {
    failed++;
    Failure known = failures.get(reason);
    if (known != null) {
      failures.put(reason, known.another());
    } else if (failures.size() < MAX_REASONS) {
      failures.put(reason, new Failure(SafeText.etcdKey(key), 1));
    }
  }

  /// Wipes what was opened.
  @Override
  public void close() {
    buffer.close();
    transformers.ifPresent(ValueTransformers::close);
  }
}
