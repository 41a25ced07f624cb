package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.NamedKey;
import dev.snapseal.crypto.config.ProviderConfiguration;
import dev.snapseal.crypto.internal.KmsConnection;
import dev.snapseal.crypto.internal.NonceSource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;

/// All keys and plugins of one or several configurations, with the rules that say which serves
/// which resource.
///
/// Safe for use by several threads, each through a worker of its own. The first configuration is
/// what a cluster writes with; the others help to read. Closing wipes the keys and closes the
/// plugins; workers must not be used after it.
public final class KeyRing implements AutoCloseable {
  private final List<EncryptionConfiguration> configurations;
  private final KmsPluginFactory plugins;
  private final List<RingEntry> entries = new ArrayList<>();
  private final List<KmsConnection> connections = new ArrayList<>();
  // By identity: a record's hash code is linked by generating classes, 15 ms of every start.
  private final IdentityHashMap<ProviderConfiguration, PrefixList.Element> elements =
      new IdentityHashMap<>();

  /// A backup may name any number of made-up resources; those beyond are worked out each time.
  private static final int REMEMBERED_RESOURCES = 10_000;

  private final Map<GroupResource, WritingRule> rules = new ConcurrentHashMap<>();
  private final Map<GroupResource, Optional<PrefixList>> lists = new ConcurrentHashMap<>();

  private KeyRing(List<EncryptionConfiguration> configurations, KmsPluginFactory plugins) {
    this.configurations = List.copyOf(configurations);
    this.plugins = plugins;
    for (EncryptionConfiguration configuration : configurations) {
      for (EncryptionConfiguration.Rule rule : configuration.rules()) {
        rule.providers().forEach(provider -> elements.put(provider, element(provider)));
      }
    }
  }

  /// Copies the keys of the configurations, which may be closed after this. No plugin is asked
  /// before a value needs it.
  public static KeyRing of(List<EncryptionConfiguration> configurations, KmsPluginFactory plugins) {
    return new KeyRing(configurations, plugins);
  }

  /// A worker for the calling thread.
  public ValueTransformers newWorker() {
    return new ValueTransformers(this, new NonceSource());
  }

  /// A worker whose nonces a test chooses.
  ValueTransformers newWorker(SecureRandom random) {
    return new ValueTransformers(this, new NonceSource(random));
  }

  /// Every prefix that the configurations know, each once, in their order.
  public List<EncryptionPrefix> prefixes() {
    return entries.stream().map(RingEntry::prefix).distinct().toList();
  }

  /// By what every key of the ring is known again, each once, in the order of the configurations:
  /// HMAC-SHA-256 over the word `key`, the prefix and the key, cut to 128 bits.
  ///
  /// @param salt a key that whoever may see the fingerprints must not have; nothing else is hashed
  ///   under it that begins with the word `key`
  public List<KeyFingerprint> fingerprints(SecretKey salt) {
    return entries.stream().map(entry -> entry.fingerprint(salt)).distinct().toList();
  }

  /// What a value's first bytes say, with the configured prefixes taken into account: where one
  /// fits, the name of the key is no guess. Of several that fit, the longest wins.
  public StoredValue classify(byte[] value, int offset, int length) {
    if (!StoredValue.isEncrypted(value, offset, length)) {
      return StoredValue.classify(value, offset, length);
    }
    Optional<RingEntry> longest = Optional.empty();
    for (RingEntry entry : entries) {
      boolean longer = longest.isEmpty() || longest.get().prefixLength() < entry.prefixLength();
      if (longer && entry.claims(value, offset, length)) {
        longest = Optional.of(entry);
      }
    }
    return longest
        .<StoredValue>map(
            entry ->
                new StoredValue.Encrypted(
                    entry.prefix(), offset + entry.prefixLength(), length - entry.prefixLength()))
        .orElseGet(() -> StoredValue.classify(value, offset, length));
  }

  /// What the rules of the first configuration name, wildcards included.
  public List<GroupResource> ruledResources() {
    return configurations.isEmpty()
        ? List.of()
        : configurations.getFirst().rules().stream()
            .flatMap(rule -> rule.resources().stream())
            .distinct()
            .toList();
  }

  /// Why a plugin did not say which key it writes with, if one was asked and did not.
  public Optional<KmsPluginException> statusFailure() {
    return connections.stream().flatMap(plugin -> plugin.statusFailure().stream()).findFirst();
  }

  /// The key or plugin whose prefix a value has, if it is the only one.
  Optional<RingEntry> onlyEntry(byte[] value, int offset, int length) {
    Optional<RingEntry> only = Optional.empty();
    for (RingEntry entry : entries) {
      if (entry.claims(value, offset, length)) {
        if (only.isPresent()) {
          return Optional.empty();
        }
        only = Optional.of(entry);
      }
    }
    return only;
  }

  /// Whether a value seems to be as a cluster would write it now, told from its prefix alone: no
  /// other key of the ring has it. Values of KMS need to be opened for that.
  public boolean seemsCurrent(GroupResource resource, byte[] value, int offset, int length) {
    Optional<RingEntry> writer = writer(resource);
    return writer.isPresent()
        && writer.get().source() instanceof RingEntry.Source.Secret
        && onlyEntry(value, offset, length).equals(writer);
  }

  Optional<RingEntry> writer(GroupResource resource) {
    return writingRule(resource).writer();
  }

  /// How a cluster with the first configuration writes this resource. Looked up for every value of
  /// a backup, so it is worked out once for each resource.
  public WritingRule writingRule(GroupResource resource) {
    WritingRule known = rules.get(resource);
    if (known != null) {
      return known;
    }
    WritingRule found = findRule(resource);
    if (rules.size() < REMEMBERED_RESOURCES) {
      rules.put(resource, found);
    }
    return found;
  }

  private WritingRule findRule(GroupResource resource) {
    boolean exists =
        !configurations.isEmpty() && configurations.getFirst().rulesFor(resource).isPresent();
    return new WritingRule(exists, exists ? findWriter(resource) : Optional.empty());
  }

  private Optional<RingEntry> findWriter(GroupResource resource) {
    return prefixList(resource).flatMap(providers -> providers.elements().getFirst().writer());
  }

  /// The list for a resource: the first configuration's rule, then those of the others. If only
  /// others have a rule, the first one writes plain. Nothing if no configuration has a rule.
  Optional<PrefixList> prefixList(GroupResource resource) {
    return lists.size() < REMEMBERED_RESOURCES
        ? lists.computeIfAbsent(resource, this::buildList)
        : buildList(resource);
  }

  private Optional<PrefixList> buildList(GroupResource resource) {
    List<PrefixList.Element> list = new ArrayList<>();
    for (EncryptionConfiguration configuration : configurations) {
      configuration
          .rulesFor(resource)
          .ifPresent(providers -> providers.forEach(p -> list.add(elements.get(p))));
    }
    if (list.isEmpty()) {
      return Optional.empty();
    }
    if (!configurations.getFirst().rulesFor(resource).isPresent()) {
      list.addFirst(new PrefixList.Identity());
    }
    return Optional.of(new PrefixList(list));
  }

  /// The configurations that have a key or plugin, as indexes in the order in which they were
  /// given.
  ///
  /// @param keyNumber as [DecryptedValue#keyNumber()] says it
  public List<Integer> configurationsOf(int keyNumber) {
    return IntStream.range(0, configurations.size())
        .filter(index -> has(configurations.get(index), keyNumber))
        .boxed()
        .toList();
  }

  private boolean has(EncryptionConfiguration configuration, int keyNumber) {
    return configuration.rules().stream()
        .flatMap(rule -> rule.providers().stream())
        .map(elements::get)
        .anyMatch(element -> element.entries().stream().anyMatch(e -> e.number() == keyNumber));
  }

  /// Every key and plugin, each once.
  List<RingEntry> entries() {
    return entries;
  }

  private PrefixList.Element element(ProviderConfiguration provider) {
    // Not a switch: each one is linked by generating a class, three milliseconds of every start.
    if (provider instanceof ProviderConfiguration.Keys(Provider kind, List<NamedKey> keys)) {
      return new PrefixList.Keyed(kind, keys.stream().map(key -> entry(kind, key)).toList());
    }
    return provider instanceof ProviderConfiguration.Kms kms
        ? new PrefixList.Plugin(entry(kms))
        : new PrefixList.Identity();
  }

  private RingEntry entry(Provider kind, NamedKey key) {
    EncryptionPrefix prefix = new EncryptionPrefix(kind, key.name());
    RingEntry.Source given = new RingEntry.Source.Secret(key.secret());
    return entries.stream()
        .filter(entry -> entry.isSame(prefix, given))
        .findFirst()
        .orElseGet(() -> add(prefix, new RingEntry.Source.Secret(key.secret().copy())));
  }

  private RingEntry entry(ProviderConfiguration.Kms kms) {
    EncryptionPrefix prefix = new EncryptionPrefix(kms.provider(), kms.name());
    RingEntry.Source source = new RingEntry.Source.Plugin(connection(kms));
    return entries.stream()
        .filter(entry -> entry.isSame(prefix, source))
        .findFirst()
        .orElseGet(() -> add(prefix, source));
  }

  private KmsConnection connection(ProviderConfiguration.Kms kms) {
    for (KmsConnection connection : connections) {
      if (connection.configuration().equals(kms)) {
        return connection;
      }
    }
    KmsConnection connection = new KmsConnection(kms, plugins);
    connections.add(connection);
    return connection;
  }

  private RingEntry add(EncryptionPrefix prefix, RingEntry.Source source) {
    RingEntry entry = new RingEntry(entries.size(), prefix, source);
    entries.add(entry);
    return entry;
  }

  @Override
  public void close() {
    for (RingEntry entry : entries) {
      if (entry.source() instanceof RingEntry.Source.Secret(SecretKeyBytes key)) {
        key.close();
      }
    }
    connections.forEach(KmsConnection::close);
  }
}
