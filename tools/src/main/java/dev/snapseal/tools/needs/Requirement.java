package dev.snapseal.tools.needs;

import dev.snapseal.crypto.EncryptionPrefix;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing that somebody must have to restore a backup and read what is in it.
///
/// @param what in words, such as `aescbc key "key1"`; may hold control characters of a backup's
/// @param prefix of the values that need it; empty for a token and an identity
/// @param kmsKeyId what the plugin calls its key, of [Kind#KMS_KEY]
/// @param where it was found; of several things of this name that which opens, or all if none does;
///   empty if it is missing
/// @param values that depend on it
/// @param live values among them that are the newest of their key, which a restored cluster reads;
///   empty where all values of the file depend on it
/// @param detail what is wrong with it, if something is
public record Requirement(
    Kind kind,
    String what,
    Optional<EncryptionPrefix> prefix,
    Optional<String> kmsKeyId,
    State state,
    Optional<String> where,
    long values,
    OptionalLong live,
    Optional<String> detail) {

  /// What kind of thing it is.
  public enum Kind {
    KEY("key"),
    KMS_PLUGIN("kms-plugin"),
    /// A key inside a plugin's service.
    KMS_KEY("kms-key"),
    /// The server token of k3s or RKE2, with which a restored server opens its certificates.
    TOKEN("bootstrap-token"),
    /// What opened a sealed file.
    IDENTITY("identity");

    private final String jsonName;

    Kind(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }

  /// Whether it is in hand, which is proved by opening what depends on it.
  public enum State {
    IN_HAND("in-hand"),
    /// Nothing of this name was given.
    MISSING("missing"),
    /// The plugin of this name was not there to be asked.
    UNTRIED("not-tried"),
    /// Something of this name was given, and does not open.
    WRONG("wrong");

    private final String jsonName;

    State(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }

  public boolean isInHand() {
    return state == State.IN_HAND;
  }

  /// Whether a restore fails without it: only older revisions may do without theirs.
  public boolean isLacking() {
    return !isInHand() && live.orElse(1) > 0;
  }
}
