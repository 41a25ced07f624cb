package dev.snapseal.crypto.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The API server's rules for one `kms` entry, in its order and its words.
///
/// @see ConfigurationRules
final class KmsRules {
  private KmsRules() {}

  static List<String> errors(
      RawConfiguration.Kms kms,
      String path,
      EncryptionConfigurationReader.KmsNames names,
      Set<String> earlier) {
    List<String> errors = new ArrayList<>();
    name(kms, path + ".name", names, earlier, errors);
    if (kms.timeoutNanoseconds() <= 0) {
      String duration = GoText.quoted(GoText.duration(kms.timeoutNanoseconds()));
      errors.add(invalid(path + ".timeout", duration, "timeout should be a positive value"));
    }
    brokenEndpoint(kms.endpoint())
        .ifPresent(
            text -> errors.add(invalid(path + ".endpoint", GoText.quoted(kms.endpoint()), text)));
    brokenCacheSize(kms)
        .ifPresent(
            text ->
                errors.add(
                    invalid(path + ".cachesize", kms.cacheSize().orElseThrow().toString(), text)));
    if (!kms.apiVersion().equals("v1") && !kms.apiVersion().equals("v2")) {
      errors.add(
          invalid(
              path + ".apiVersion",
              GoText.quoted(kms.apiVersion()),
              "unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are supported"));
    }
    return errors;
  }

  private static void name(
      RawConfiguration.Kms kms,
      String path,
      EncryptionConfigurationReader.KmsNames names,
      Set<String> earlier,
      List<String> errors) {
    String name = kms.name();
    boolean v1 = kms.apiVersion().equals("v1");
    if (name.isEmpty()) {
      errors.add(path + ": Required value: name is a mandatory field for a provider");
    }
    if (!v1 && name.contains(":")) {
      errors.add(
          invalid(
              path,
              GoText.quoted(name),
              "invalid KMS provider name " + name + ", must not contain ':'"));
    }
    boolean unique = !v1 || names == EncryptionConfigurationReader.KmsNames.UNIQUE;
    if (unique && earlier.contains(name)) {
      errors.add(
          invalid(
              path,
              GoText.quoted(name),
              "duplicate KMS provider name " + name + ", names must be unique"));
    }
  }

  private static Optional<String> brokenEndpoint(String endpoint) {
    if (endpoint.isEmpty()) {
      return Optional.of("endpoint is a mandatory field for a kms");
    }
    Optional<String> notAUrl = GoUrl.broken(endpoint);
    if (notAUrl.isPresent()) {
      return Optional.of(
          "invalid endpoint for kms provider, error: parse "
              + GoText.quoted(endpoint)
              + ": "
              + notAUrl.get());
    }
    String scheme = GoUrl.scheme(endpoint);
    return scheme.equals("unix")
        ? Optional.empty()
        : Optional.of(
            "unsupported scheme "
                + GoText.quoted(scheme)
                + " for KMS provider, only unix is supported");
  }

  private static Optional<String> brokenCacheSize(RawConfiguration.Kms kms) {
    if (kms.cacheSize().isEmpty()) {
      return Optional.empty();
    }
    if (!kms.apiVersion().equals("v1")) {
      return Optional.of("cachesize is not supported in v2");
    }
    return kms.cacheSize().get() == 0
        ? Optional.of("cachesize should be a positive value, or negative to disable")
        : Optional.empty();
  }

  private static String invalid(String path, String value, String text) {
    return ConfigurationRules.invalid(path, value, text);
  }
}
