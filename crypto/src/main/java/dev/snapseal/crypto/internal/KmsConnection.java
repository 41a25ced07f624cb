package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.EncryptedDekSourceType;
import dev.snapseal.crypto.KmsPlugin;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.KmsRefused;
import dev.snapseal.crypto.ValueDecryptionException.KmsUnavailable;
import dev.snapseal.crypto.WrappedDek;
import dev.snapseal.crypto.config.ProviderConfiguration;
import dev.snapseal.crypto.keys.KmsPluginFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// One plugin of the configuration and the data keys that it has unwrapped, shared by all workers.
///
/// A data key is asked for once, whether the plugin opens it or refuses. A plugin that is not
/// there, or that let three questions in a row time out, is not asked again.
public final class KmsConnection implements AutoCloseable {
  private static final int CACHED_KEYS_MAX = 16_384;
  private static final int TIMEOUTS_MAX = 3;
  private static final int DEK_BYTES = 32;

  private final ProviderConfiguration.Kms configuration;
  private final KmsPluginFactory factory;
  private final Map<WrappedDek, Answer> answers = new ConcurrentHashMap<>();
  private Optional<KmsPlugin> plugin = Optional.empty();
  private Optional<KmsPluginException> gone = Optional.empty();
  private Optional<WritingDek> writing = Optional.empty();
  private Optional<Optional<String>> currentKeyId = Optional.empty();
  private Optional<KmsPluginException> statusFailure = Optional.empty();
  private int timeoutsInARow;

  private sealed interface Answer {
    record Key(SecretKey key) implements Answer {}

    record Refusal(ValueDecryptionException refusal) implements Answer {}
  }

  public KmsConnection(ProviderConfiguration.Kms configuration, KmsPluginFactory factory) {
    this.configuration = configuration;
    this.factory = factory;
  }

  /// The entry that this plugin stands in.
  public ProviderConfiguration.Kms configuration() {
    return configuration;
  }

  /// Unwraps a data key, from memory where it was unwrapped before.
  SecretKey unwrap(WrappedDek dek) throws ValueDecryptionException {
    Answer known = answers.get(dek);
    return reveal(known == null ? ask(dek) : known);
  }

  private static SecretKey reveal(Answer answer) throws ValueDecryptionException {
    return switch (answer) {
      case Answer.Key(SecretKey key) -> key;
      case Answer.Refusal(ValueDecryptionException refusal) -> throw refusal;
    };
  }

  private synchronized Answer ask(WrappedDek dek) throws KmsUnavailable {
    Answer known = answers.get(dek);
    if (known != null) {
      return known;
    }
    Answer answer = askPlugin(dek);
    if (answers.size() < CACHED_KEYS_MAX) {
      answers.put(dek, answer);
    }
    return answer;
  }

  private Answer askPlugin(WrappedDek dek) throws KmsUnavailable {
    try {
      byte[] key = plugin().decrypt(dek.forPlugin());
      timeoutsInARow = 0;
      try {
        return checked(dek.type(), key);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    } catch (KmsPluginException e) {
      if (e.reason() == KmsPluginException.Reason.REFUSED) {
        timeoutsInARow = 0;
        return new Answer.Refusal(new KmsRefused(describe(e), e));
      }
      remember(e);
      throw new KmsUnavailable(describe(e), e);
    }
  }

  private Answer checked(EncryptedDekSourceType type, byte[] key) {
    return switch (type) {
      case AES_GCM_KEY ->
          key.length == 16 || key.length == 24 || key.length == 32
              ? new Answer.Key(new SecretKeySpec(key, "AES"))
              : new Answer.Refusal(new KmsRefused("crypto/aes: invalid key size " + key.length));
      case HKDF_SHA256_XNONCE_AES_GCM_SEED ->
          key.length >= DEK_BYTES
              ? new Answer.Key(new SecretKeySpec(key, "Generic"))
              : new Answer.Refusal(
                  new KmsRefused("invalid seed length " + key.length + " used for key generation"));
    };
  }

  private String describe(KmsPluginException e) {
    return configuration.provider() == Provider.KMS_V1
        ? e.getMessage()
        : "failed to decrypt DEK, error: " + e.getMessage();
  }

  private void remember(KmsPluginException e) {
    timeoutsInARow = e.reason() == KmsPluginException.Reason.TIMED_OUT ? timeoutsInARow + 1 : 0;
    if (e.reason() != KmsPluginException.Reason.TIMED_OUT || timeoutsInARow == TIMEOUTS_MAX) {
      gone = Optional.of(e);
    }
  }

  private KmsPlugin plugin() throws KmsPluginException {
    if (gone.isPresent()) {
      throw gone.get();
    }
    if (plugin.isEmpty()) {
      plugin = Optional.of(factory.open(configuration));
    }
    return plugin.get();
  }

  /// Whether a server with this plugin would write under this key id and kind of data key. A plugin
  /// that does not say which key it writes with makes no key id stale.
  synchronized boolean isCurrent(WrappedDek dek) {
    if (dek.type() != factory.writes(configuration)) {
      return false;
    }
    if (currentKeyId.isEmpty()) {
      currentKeyId = Optional.of(askKeyId());
    }
    return currentKeyId.get().map(dek.keyId()::equals).orElse(true);
  }

  /// Why the plugin did not say which key it writes with, if it was asked and did not.
  public synchronized Optional<KmsPluginException> statusFailure() {
    return statusFailure;
  }

  private Optional<String> askKeyId() {
    try {
      return Optional.of(plugin().status().keyId());
    } catch (KmsPluginException e) {
      statusFailure = Optional.of(e);
      return Optional.empty();
    }
  }

  /// The data key for writing, made and wrapped at the first call.
  synchronized WritingDek writing(NonceSource random) throws KmsPluginException {
    if (writing.isEmpty()) {
      writing = Optional.of(newDek(random));
    }
    return writing.get();
  }

  private WritingDek newDek(NonceSource random) throws KmsPluginException {
    byte[] dek = new byte[DEK_BYTES];
    random.fillKey(dek);
    try {
      KmsPlugin.WrappedKey wrapped = wrap(dek);
      String algorithm = dekSourceType() == EncryptedDekSourceType.AES_GCM_KEY ? "AES" : "Generic";
      return new WritingDek(new SecretKeySpec(dek, algorithm), wrapped);
    } finally {
      Arrays.fill(dek, (byte) 0);
    }
  }

  /// Between the question for its key id and this one the plugin may have taken a new key, so a
  /// difference counts only when it stays.
  ///
  /// @see <a
  ///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/server/options/encryptionconfig/config.go">apiserver
  ///   encryptionconfig/config.go, rotateDEKOnKeyIDChange: such a data key is never used</a>
  private KmsPlugin.WrappedKey wrap(byte[] dek) throws KmsPluginException {
    KmsPlugin.WrappedKey wrapped = wrapOnce(dek);
    if (configuration.provider() == Provider.KMS_V1) {
      return wrapped;
    }
    String keyId = plugin().status().keyId();
    if (!wrapped.keyId().equals(keyId)) {
      wrapped = wrapOnce(dek);
      keyId = plugin().status().keyId();
    }
    if (!wrapped.keyId().equals(keyId)) {
      throw unhealthy(
          "it encrypts under key id '"
              + wrapped.keyId()
              + "' and says that its key id is '"
              + keyId
              + "': an API server would write nothing with it");
    }
    if (currentKeyId.isPresent() && !currentKeyId.get().orElse(keyId).equals(keyId)) {
      throw unhealthy("it took a new key while values were judged by the old one");
    }
    currentKeyId = Optional.of(Optional.of(keyId));
    return wrapped;
  }

  private KmsPluginException unhealthy(String why) {
    return new KmsPluginException(
        KmsPluginException.Reason.UNHEALTHY, "KMS plugin \"" + configuration.name() + "\": " + why);
  }

  private KmsPlugin.WrappedKey wrapOnce(byte[] dek) throws KmsPluginException {
    KmsPlugin.WrappedKey wrapped = plugin().encrypt(dek.clone());
    check(wrapped);
    return wrapped;
  }

  /// What kind of data key this plugin's values are written with; always a key with KMS v1.
  EncryptedDekSourceType dekSourceType() {
    return configuration.provider() == Provider.KMS_V1
        ? EncryptedDekSourceType.AES_GCM_KEY
        : factory.writes(configuration);
  }

  private void check(KmsPlugin.WrappedKey wrapped) throws KmsPluginException {
    Optional<String> broken =
        configuration.provider() == Provider.KMS_V1
            ? Optional.of("wrapped key is longer than 65535 bytes")
                .filter(_ -> wrapped.ciphertext().length > 0xFFFF)
            : KmsV2Rules.firstBroken(wrapped.ciphertext(), wrapped.keyId(), wrapped.annotations());
    if (broken.isPresent()) {
      throw unhealthy(broken.get());
    }
  }

  @Override
  public synchronized void close() {
    answers.clear();
    writing = Optional.empty();
    plugin.ifPresent(KmsPlugin::close);
    plugin = Optional.empty();
  }
}
