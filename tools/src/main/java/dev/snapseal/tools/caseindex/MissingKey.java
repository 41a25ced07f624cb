package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.KmsRefused;
import dev.snapseal.crypto.ValueDecryptionException.KmsUnavailable;
import dev.snapseal.crypto.ValueDecryptionException.UnknownKey;

/// Values of an evidence that were not opened, all under one prefix and for one reason.
///
/// @param prefix as stored; [EncryptionPrefix#NONE] of what begins like a prefix and is none
/// @param values how many
public record MissingKey(EncryptionPrefix prefix, Why why, long values) {
  /// Why they were not opened; the names are the contract's.
  public enum Why {
    /// There were no keys to try.
    NOT_TRIED("notTried"),
    /// No key given has that name.
    NO_KEY("noKey"),
    /// A key of that name was given, and is another one; or the bytes were changed.
    WRONG_KEY("wrongKey"),
    /// The plugin answered, and does not hold the key.
    PLUGIN_REFUSES("pluginRefuses"),
    /// The plugin was not reached.
    PLUGIN_AWAY("pluginAway"),
    /// No key will open it: it is not what its prefix says.
    MALFORMED("malformed");

    private final String jsonName;

    Why(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }

    static Why of(ValueDecryptionException failure) {
      if (!failure.lacksKey()) {
        return MALFORMED;
      }
      if (failure instanceof UnknownKey) {
        return NO_KEY;
      }
      if (failure instanceof KmsUnavailable) {
        return PLUGIN_AWAY;
      }
      return failure instanceof KmsRefused ? PLUGIN_REFUSES : WRONG_KEY;
    }
  }

  /// Whether these values have no prefix, but for its beginning: what follows may be plaintext.
  public boolean isWithoutPrefix() {
    return isWithoutPrefix(prefix, why);
  }

  static boolean isWithoutPrefix(EncryptionPrefix prefix, Why why) {
    return why == Why.MALFORMED && prefix.provider() == Provider.IDENTITY;
  }

  /// Whether keys may change it.
  public boolean isMendable() {
    return why != Why.MALFORMED;
  }
}
