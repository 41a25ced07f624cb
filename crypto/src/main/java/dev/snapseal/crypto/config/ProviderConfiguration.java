package dev.snapseal.crypto.config;

import dev.snapseal.crypto.Provider;
import java.time.Duration;
import java.util.List;

/// One element of a `providers` list.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/apis/apiserver/v1/types_encryption.go">
///   apiserver pkg/apis/apiserver/v1/types_encryption.go</a>
public sealed interface ProviderConfiguration {

  /// How values of this element are encrypted.
  Provider provider();

  /// Values are stored as they are.
  record Identity() implements ProviderConfiguration {
    @Override
    public Provider provider() {
      return Provider.IDENTITY;
    }
  }

  /// Keys that stand in the file.
  ///
  /// @param provider [Provider#AESCBC], [Provider#AESGCM] or [Provider#SECRETBOX]
  /// @param keys at least one; the first writes
  record Keys(Provider provider, List<NamedKey> keys) implements ProviderConfiguration {
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /// A plugin behind a socket.
  ///
  /// @param provider [Provider#KMS_V1] or [Provider#KMS_V2]
  /// @param name name of this entry, part of the prefix
  /// @param endpoint `unix:///path`, or with `@` before the path the abstract namespace
  /// @param timeout of each call, positive
  /// @param cacheSize data keys that a v1 server keeps, negative for none; 0 with v2, where it has
  ///   no meaning
  record Kms(Provider provider, String name, String endpoint, Duration timeout, int cacheSize)
      implements ProviderConfiguration {}
}
