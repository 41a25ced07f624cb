package dev.snapseal.crypto.config;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The API server's rules for an `EncryptionConfiguration`, in its order and its words.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/apis/apiserver/validation/validation_encryption.go">
///   apiserver validation/validation_encryption.go</a>
final class ConfigurationRules {
  private static final String NONE_OF_THE_PROVIDERS =
      "Invalid value:"
          + " {\"AESGCM\":null,\"AESCBC\":null,\"Secretbox\":null,\"Identity\":null,\"KMS\":null}:"
          + " provider does not contain any of the expected providers: KMS, AESGCM, AESCBC,"
          + " Secretbox, Identity";

  /// The genuine text shows the whole element, secrets included.
  private static final String SEVERAL_PROVIDERS =
      "Invalid value: \"REDACTED\": more than one provider specified in a single element, should"
          + " split into different list elements";

  private final List<BrokenRule> errors = new ArrayList<>();
  private final EncryptionConfigurationReader.KmsNames kmsNames;
  private final Set<String> namesOfPlugins = new HashSet<>();

  ConfigurationRules(EncryptionConfigurationReader.KmsNames kmsNames) {
    this.kmsNames = kmsNames;
  }

  List<BrokenRule> errors(RawConfiguration configuration) {
    if (configuration.resources().isEmpty()) {
      return List.of(
          new BrokenRule(
              ConfigurationFault.NO_RESOURCES,
              "resources: Required value: at least one resources is required"));
    }
    for (int i = 0; i < configuration.resources().size(); i++) {
      resource(configuration.resources().get(i), "resources[" + i + "]");
    }
    return errors;
  }

  private void resource(RawConfiguration.Resource resource, String path) {
    String resources = path + ".resources";
    String providers = path + ".providers";
    if (resource.resources().isEmpty()) {
      add(
          ConfigurationFault.NO_RESOURCES,
          resources + ": Required value: at least one " + resources + " is required");
    }
    overlaps(resource.resources(), resources);
    for (int i = 0; i < resource.resources().size(); i++) {
      name(resource.resources().get(i), resources + "[" + i + "]");
    }
    if (resource.providers().isEmpty()) {
      add(
          ConfigurationFault.NO_PROVIDER,
          providers + ": Required value: at least one " + providers + " is required");
    }
    for (int i = 0; i < resource.providers().size(); i++) {
      element(resource.providers().get(i), providers + "[" + i + "]");
    }
  }

  private void overlaps(List<String> names, String path) {
    List<GroupResource> rules = names.stream().map(GroupResource::parse).toList();
    Set<GroupResource> distinct = new HashSet<>(rules);
    if (distinct.size() < rules.size()) {
      add(
          ConfigurationFault.RESOURCE_NAME,
          invalid(path, jsonList(names), "the same resource cannot be specified multiple times"));
    }
    List<GroupResource> wildcards = distinct.stream().filter(GroupResource::isWildcard).toList();
    boolean masked =
        distinct.stream()
            .anyMatch(r -> wildcards.stream().anyMatch(w -> !w.equals(r) && w.covers(r)));
    if (masked) {
      add(
          ConfigurationFault.RESOURCE_NAME,
          invalid(
              path,
              jsonList(names),
              "using overlapping resources such as 'secrets' and '*.' in the same resource list is"
                  + " not allowed as they will be masked"));
    }
  }

  private static String jsonList(List<String> names) {
    return "[" + String.join(",", names.stream().map(GoText::quoted).toList()) + "]";
  }

  private void name(String name, String path) {
    brokenName(name)
        .ifPresent(
            text ->
                add(ConfigurationFault.RESOURCE_NAME, invalid(path, GoText.quoted(name), text)));
  }

  private static Optional<String> brokenName(String name) {
    GroupResource rule = GroupResource.parse(name);
    if (name.chars().anyMatch(Character::isUpperCase)) {
      return Optional.of("resource name should not contain capital letters");
    }
    if (name.equals("*")) {
      return Optional.of(
          "use '*.' to encrypt all the resources from core API group or *.* to encrypt all"
              + " resources");
    }
    if (Set.of("apiserveripinfo", "serviceipallocations", "servicenodeportallocations")
        .contains(name)) {
      return Optional.of("resources which do not have REST API/s cannot be encrypted");
    }
    if (rule.group().equals("events.k8s.io")) {
      return Optional.of(
          "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events'"
              + " instead in the config file");
    }
    if (rule.group().equals("extensions")) {
      return Optional.of("'extensions' group has been removed and cannot be used for encryption");
    }
    if (rule.group().equals("*") && !rule.isWildcard()) {
      return Optional.of("encrypting the same resource across groups is not supported");
    }
    return Optional.empty();
  }

  private void element(RawConfiguration.Element element, String path) {
    if (element.present() == 0) {
      add(ConfigurationFault.NO_PROVIDER, path + ": " + NONE_OF_THE_PROVIDERS);
    } else if (element.present() > 1) {
      add(ConfigurationFault.SEVERAL_PROVIDERS, path + ": " + SEVERAL_PROVIDERS);
    }
    if (element.kms().isPresent()) {
      KmsRules.errors(element.kms().get(), path + ".kms", kmsNames, namesOfPlugins)
          .forEach(text -> add(ConfigurationFault.KMS, text));
      namesOfPlugins.add(element.kms().get().name());
    } else if (element.aesgcm().isPresent()) {
      keys(element.aesgcm().get(), Provider.AESGCM, path);
    } else if (element.aescbc().isPresent()) {
      keys(element.aescbc().get(), Provider.AESCBC, path);
    } else if (element.secretbox().isPresent()) {
      keys(element.secretbox().get(), Provider.SECRETBOX, path);
    }
  }

  private void keys(List<RawConfiguration.Key> keys, Provider provider, String path) {
    String list = path + "." + provider.jsonName() + ".keys";
    if (keys.isEmpty()) {
      add(ConfigurationFault.NO_KEY, list + ": Required value: at least one keys is required");
    }
    for (int i = 0; i < keys.size(); i++) {
      key(keys.get(i), provider, list + "[" + i + "]");
    }
  }

  private void key(RawConfiguration.Key key, Provider provider, String path) {
    if (key.name().isEmpty()) {
      add(
          ConfigurationFault.NO_KEY,
          path + ".name: Required value: name is a mandatory field for a key");
    }
    if (key.secret().isEmpty()) {
      add(
          ConfigurationFault.NO_KEY,
          path + ".secret: Required value: secret is a mandatory field for a key");
      return;
    }
    brokenSecret(key.secret(), provider)
        .ifPresent(
            broken ->
                add(broken.fault(), invalid(path + ".secret", "\"REDACTED\"", broken.text())));
  }

  private static Optional<BrokenRule> brokenSecret(String secret, Provider provider) {
    Optional<byte[]> decoded = GoBase64.decode(secret);
    if (decoded.isEmpty()) {
      return Optional.of(
          new BrokenRule(ConfigurationFault.NOT_BASE64, "secrets must be base64 encoded"));
    }
    int length = decoded.get().length;
    java.util.Arrays.fill(decoded.get(), (byte) 0);
    List<Integer> allowed = provider == Provider.SECRETBOX ? List.of(32) : List.of(16, 24, 32);
    if (allowed.contains(length)) {
      return Optional.empty();
    }
    String lengths = allowed.toString().replace(",", "");
    return Optional.of(
        new BrokenRule(
            ConfigurationFault.KEY_LENGTH,
            "secret is not of the expected length, got "
                + length
                + ", expected one of "
                + lengths));
  }

  private void add(ConfigurationFault fault, String text) {
    errors.add(new BrokenRule(fault, text));
  }

  static String invalid(String path, String value, String text) {
    return path + ": Invalid value: " + value + ": " + text;
  }
}
