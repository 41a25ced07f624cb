package dev.snapseal.crypto.config;

import java.util.List;
import java.util.Optional;

/// The fields of a configuration file as they stand there, not yet judged. An absent text is empty,
/// as in Go.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/apis/apiserver/v1/types_encryption.go">
///   apiserver pkg/apis/apiserver/v1/types_encryption.go</a>
record RawConfiguration(List<Resource> resources) {

  record Resource(List<String> resources, List<Element> providers) {}

  /// One element of `providers`; exactly one field is present in a valid file.
  record Element(
      Optional<List<Key>> aesgcm,
      Optional<List<Key>> aescbc,
      Optional<List<Key>> secretbox,
      Optional<Identity> identity,
      Optional<Kms> kms) {

    long present() {
      return java.util.stream.Stream.of(aesgcm, aescbc, secretbox, identity, kms)
          .filter(Optional::isPresent)
          .count();
    }
  }

  record Identity() {}

  /// @param secret base64 text
  record Key(String name, String secret) {
    @Override
    public String toString() {
      return "Key[" + name + "]";
    }
  }

  /// @param apiVersion `v1` where the file has none
  /// @param cacheSize with the default of v1 filled in
  /// @param timeoutNanoseconds with the default filled in
  record Kms(
      String apiVersion,
      String name,
      Optional<Integer> cacheSize,
      String endpoint,
      long timeoutNanoseconds) {}
}
