package dev.snapseal.crypto.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns a parsed file into [RawConfiguration]: fields of the right type (a wrong one ends the
/// decoding) and no unknown or repeated fields (collected).
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/runtime/serializer/json/json.go">
///   apimachinery serializer/json/json.go</a>
final class StrictDecoder {
  private static final long DEFAULT_TIMEOUT = 3_000_000_000L;
  private static final int DEFAULT_CACHE_SIZE = 1000;

  /// Go type of what holds a provider.
  private static final String ELEMENT = "ProviderConfiguration";

  private final List<BrokenRule> strictErrors = new ArrayList<>();

  StrictDecoder(ConfigDocument document) {
    if (!document.repeatedKeys().isEmpty()) {
      add(
          ConfigurationFault.REPEATED_FIELD,
          "yaml: unmarshal errors:\n  " + String.join("\n  ", document.repeatedKeys()));
    }
  }

  /// Unknown and repeated fields, in the server's words.
  List<BrokenRule> strictErrors() {
    return strictErrors;
  }

  RawConfiguration decode(ConfigNode root) throws ConfigSyntaxException {
    Place top = new Place("EncryptionConfiguration", "", "");
    List<RawConfiguration.Resource> resources = List.of();
    for (ConfigNode.Field field : fields(root, top, "v1.EncryptionConfiguration")) {
      Place at = top.field(field.name());
      switch (field.name()) {
        case "apiVersion", "kind" -> {}
        case "resources" ->
            resources = list(field.value(), at, "[]v1.ResourceConfiguration", this::resource);
        default -> unknown(at);
      }
    }
    return new RawConfiguration(resources);
  }

  private RawConfiguration.Resource resource(ConfigNode node, Place place)
      throws ConfigSyntaxException {
    Place inside = place.in("ResourceConfiguration");
    List<String> names = List.of();
    List<RawConfiguration.Element> providers = List.of();
    for (ConfigNode.Field field : fields(node, inside, "v1.ResourceConfiguration")) {
      Place at = inside.field(field.name());
      switch (field.name()) {
        case "resources" -> names = list(field.value(), at, "[]string", StrictDecoder::text);
        case "providers" ->
            providers = list(field.value(), at, "[]v1.ProviderConfiguration", this::element);
        default -> unknown(at);
      }
    }
    return new RawConfiguration.Resource(names, providers);
  }

  private RawConfiguration.Element element(ConfigNode node, Place place)
      throws ConfigSyntaxException {
    Place inside = place.in(ELEMENT);
    Optional<List<RawConfiguration.Key>> aesgcm = Optional.empty();
    Optional<List<RawConfiguration.Key>> aescbc = Optional.empty();
    Optional<List<RawConfiguration.Key>> secretbox = Optional.empty();
    Optional<RawConfiguration.Identity> identity = Optional.empty();
    Optional<RawConfiguration.Kms> kms = Optional.empty();
    for (ConfigNode.Field field : fields(node, inside, "v1.ProviderConfiguration")) {
      Place at = inside.field(field.name());
      ConfigNode value = field.value();
      switch (field.name()) {
        case "aesgcm" -> aesgcm = keys(value, at, "AESConfiguration");
        case "aescbc" -> aescbc = keys(value, at, "AESConfiguration");
        case "secretbox" -> secretbox = keys(value, at, "SecretboxConfiguration");
        case "identity" -> identity = identity(value, at);
        case "kms" -> kms = kms(value, at);
        default -> unknown(at);
      }
    }
    return new RawConfiguration.Element(aesgcm, aescbc, secretbox, identity, kms);
  }

  private Optional<RawConfiguration.Identity> identity(ConfigNode node, Place place)
      throws ConfigSyntaxException {
    if (node instanceof ConfigNode.Null) {
      return Optional.empty();
    }
    for (ConfigNode.Field field : fields(node, place, "v1.IdentityConfiguration")) {
      unknown(place.field(field.name()));
    }
    return Optional.of(new RawConfiguration.Identity());
  }

  private Optional<List<RawConfiguration.Key>> keys(ConfigNode node, Place place, String struct)
      throws ConfigSyntaxException {
    if (node instanceof ConfigNode.Null) {
      return Optional.empty();
    }
    List<RawConfiguration.Key> keys = List.of();
    Place inside = place.in(struct);
    for (ConfigNode.Field field : fields(node, place, "v1." + struct)) {
      Place at = inside.field(field.name());
      if (field.name().equals("keys")) {
        keys = list(field.value(), at, "[]v1.Key", this::key);
      } else {
        unknown(at);
      }
    }
    return Optional.of(keys);
  }

  private RawConfiguration.Key key(ConfigNode node, Place place) throws ConfigSyntaxException {
    Place inside = place.in("Key");
    String name = "";
    String secret = "";
    for (ConfigNode.Field field : fields(node, inside, "v1.Key")) {
      Place at = inside.field(field.name());
      switch (field.name()) {
        case "name" -> name = text(field.value(), at);
        case "secret" -> secret = text(field.value(), at);
        default -> unknown(at);
      }
    }
    return new RawConfiguration.Key(name, secret);
  }

  private Optional<RawConfiguration.Kms> kms(ConfigNode node, Place place)
      throws ConfigSyntaxException {
    if (node instanceof ConfigNode.Null) {
      return Optional.empty();
    }
    Place inside = place.in("KMSConfiguration");
    String apiVersion = "";
    String name = "";
    String endpoint = "";
    Optional<Integer> cacheSize = Optional.empty();
    long timeout = DEFAULT_TIMEOUT;
    for (ConfigNode.Field field : fields(node, place, "v1.KMSConfiguration")) {
      Place at = inside.field(field.name());
      ConfigNode value = field.value();
      switch (field.name()) {
        case "apiVersion" -> apiVersion = text(value, at);
        case "name" -> name = text(value, at);
        case "endpoint" -> endpoint = text(value, at);
        case "cachesize" -> cacheSize = int32(value, at);
        case "timeout" -> timeout = timeout(value, at);
        default -> unknown(at);
      }
    }
    String version = apiVersion.isEmpty() ? "v1" : apiVersion;
    if (version.equals("v1") && cacheSize.isEmpty()) {
      cacheSize = Optional.of(DEFAULT_CACHE_SIZE);
    }
    return Optional.of(new RawConfiguration.Kms(version, name, cacheSize, endpoint, timeout));
  }

  private static Optional<Integer> int32(ConfigNode node, Place place)
      throws ConfigSyntaxException {
    if (node instanceof ConfigNode.Null) {
      return Optional.empty();
    }
    if (!(node instanceof ConfigNode.Numeral(String literal))) {
      throw place.mismatch(node.goName(), "int32");
    }
    try {
      return Optional.of(Integer.valueOf(literal));
    } catch (NumberFormatException _) {
      throw place.mismatch("number " + literal, "int32");
    }
  }

  private static long timeout(ConfigNode node, Place place) throws ConfigSyntaxException {
    if (node instanceof ConfigNode.Null) {
      return DEFAULT_TIMEOUT;
    }
    try {
      return GoText.nanoseconds(text(node, place));
    } catch (GoText.InvalidDurationException e) {
      throw new ConfigSyntaxException(e.getMessage());
    }
  }

  private static String text(ConfigNode node, Place place) throws ConfigSyntaxException {
    return node.asString().orElseThrow(() -> place.mismatch(node.goName(), "string"));
  }

  private List<ConfigNode.Field> fields(ConfigNode node, Place place, String type)
      throws ConfigSyntaxException {
    if (node instanceof ConfigNode.Null) {
      return List.of();
    }
    if (!(node instanceof ConfigNode.Mapping(List<ConfigNode.Field> fields))) {
      throw place.mismatch(node.goName(), type);
    }
    Set<String> seen = new HashSet<>();
    for (ConfigNode.Field field : fields) {
      if (!seen.add(field.name())) {
        add(
            ConfigurationFault.REPEATED_FIELD,
            "duplicate field " + GoText.quoted(place.field(field.name()).path()));
      }
    }
    return fields;
  }

  @FunctionalInterface
  private interface Item<T> {
    T decode(ConfigNode node, Place place) throws ConfigSyntaxException;
  }

  private static <T> List<T> list(ConfigNode node, Place place, String type, Item<T> item)
      throws ConfigSyntaxException {
    if (node instanceof ConfigNode.Null) {
      return List.of();
    }
    if (!(node instanceof ConfigNode.Sequence(List<ConfigNode> items))) {
      throw place.mismatch(node.goName(), type);
    }
    List<T> decoded = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      decoded.add(item.decode(items.get(i), place.item(i)));
    }
    return decoded;
  }

  private void unknown(Place place) {
    add(
        place.struct().equals(ELEMENT)
            ? ConfigurationFault.UNKNOWN_PROVIDER
            : ConfigurationFault.UNKNOWN_FIELD,
        "unknown field " + GoText.quoted(place.path()));
  }

  private void add(ConfigurationFault fault, String text) {
    strictErrors.add(new BrokenRule(fault, text));
  }

  /// Where in the file, in the two ways that Go names it.
  ///
  /// @param struct Go type around the place
  /// @param path with indices: `resources[0].providers`
  /// @param names without: `resources.providers`
  private record Place(String struct, String path, String names) {
    Place field(String name) {
      String dot = path.isEmpty() ? "" : ".";
      return new Place(struct, path + dot + name, names + dot + name);
    }

    Place item(int index) {
      return new Place(struct, path + "[" + index + "]", names);
    }

    Place in(String type) {
      return new Place(type, path, names);
    }

    ConfigSyntaxException mismatch(String found, String type) {
      String where =
          names.isEmpty() ? " into Go value" : " into Go struct field " + struct + "." + names;
      return new ConfigSyntaxException(
          "json: cannot unmarshal " + found + where + " of type " + type);
    }
  }
}
