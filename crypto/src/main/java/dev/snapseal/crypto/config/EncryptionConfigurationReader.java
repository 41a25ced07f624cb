package dev.snapseal.crypto.config;

import dev.snapseal.crypto.GroupResource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads an `EncryptionConfiguration`, YAML or JSON, and accepts exactly what the API server
/// accepts.
///
/// No plugin is needed: KMS entries load, and only fail when a value needs them.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/server/options/encryptionconfig/config.go">
///   apiserver encryptionconfig/config.go: `LoadEncryptionConfig`</a>
public final class EncryptionConfigurationReader {
  /// Larger files are refused: real ones have a few kilobytes.
  public static final int FILE_SIZE_MAX_BYTES = 1 << 20;

  private static final String PARSING = "error while parsing file: ";
  private static final String BUILDING = "error while building transformers: ";
  private static final String GROUP_VERSION = "apiserver.config.k8s.io/v1";

  private final String fileName;
  private final KmsNames kmsNames;

  private EncryptionConfigurationReader(String fileName, KmsNames kmsNames) {
    this.fileName = fileName;
    this.kmsNames = kmsNames;
  }

  /// Reads as a server does by default.
  ///
  /// @param fileName for messages
  /// @param content the file; the caller wipes it
  public static EncryptionConfiguration read(String fileName, byte[] content)
      throws InvalidConfigurationException {
    return new EncryptionConfigurationReader(fileName, KmsNames.V1_MAY_REPEAT).read(content);
  }

  /// Reads as a server with `--encryption-provider-config-automatic-reload` does, which also
  /// refuses equal names of KMS v1 entries.
  public static EncryptionConfiguration readForAutomaticReload(String fileName, byte[] content)
      throws InvalidConfigurationException {
    return new EncryptionConfigurationReader(fileName, KmsNames.UNIQUE).read(content);
  }

  private EncryptionConfiguration read(byte[] content) throws InvalidConfigurationException {
    if (content.length == 0) {
      throw new InvalidConfigurationException(
          ConfigurationFault.EMPTY,
          PARSING
              + "error while loading file: encryption provider configuration file "
              + GoText.quoted(fileName)
              + " is empty");
    }
    if (content.length > FILE_SIZE_MAX_BYTES) {
      throw undecodable(
          ConfigurationFault.TOO_LARGE, "it has more than " + FILE_SIZE_MAX_BYTES + " bytes");
    }
    return build(parse(content));
  }

  /// Judges a document that was parsed already, or a part of one.
  static EncryptionConfiguration read(String fileName, ConfigDocument document)
      throws InvalidConfigurationException {
    return new EncryptionConfigurationReader(fileName, KmsNames.V1_MAY_REPEAT).build(document);
  }

  private EncryptionConfiguration build(ConfigDocument document)
      throws InvalidConfigurationException {
    RawConfiguration raw = decode(document);
    List<BrokenRule> errors = new ConfigurationRules(kmsNames).errors(raw);
    if (!errors.isEmpty()) {
      throw new InvalidConfigurationException(
          errors.getFirst().fault(),
          PARSING + aggregate(errors.stream().map(BrokenRule::text).toList()));
    }
    refuseMaskedRules(raw);
    return ConfigurationBuilder.build(raw);
  }

  private RawConfiguration decode(ConfigDocument document) throws InvalidConfigurationException {
    refuseOtherKinds(document.root());
    StrictDecoder decoder = new StrictDecoder(document);
    try {
      RawConfiguration raw = decoder.decode(document.root());
      if (!decoder.strictErrors().isEmpty()) {
        throw strict(decoder.strictErrors());
      }
      return raw;
    } catch (ConfigSyntaxException e) {
      throw undecodable(ConfigurationFault.WRONG_TYPE, e.getMessage());
    }
  }

  private ConfigDocument parse(byte[] content) throws InvalidConfigurationException {
    try {
      return beginsWithBrace(content) ? JsonReader.read(content) : YamlReader.read(content);
    } catch (ConfigSyntaxException e) {
      throw undecodable(
          ConfigurationFault.SYNTAX,
          "couldn't get version/kind; json parse error: " + e.getMessage());
    }
  }

  private static boolean beginsWithBrace(byte[] content) {
    int first = 0;
    while (first < content.length && isBlank(content[first])) {
      first++;
    }
    return first < content.length && content[first] == '{';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /// The genuine text of a missing kind quotes the file with its secrets.
  private void refuseOtherKinds(ConfigNode root) throws InvalidConfigurationException {
    String kind = typeField(root, "kind");
    String version = typeField(root, "apiVersion");
    if (kind.isEmpty()) {
      throw undecodable(ConfigurationFault.OTHER_KIND, "Object 'Kind' is missing in 'REDACTED'");
    }
    if (version.isEmpty()) {
      throw undecodable(
          ConfigurationFault.OTHER_KIND, "Object 'apiVersion' is missing in 'REDACTED'");
    }
    boolean known =
        (version.equals(GROUP_VERSION) && kind.equals("EncryptionConfiguration"))
            || (version.equals("v1") && kind.equals("EncryptionConfig"));
    if (!known) {
      throw undecodable(
          ConfigurationFault.OTHER_KIND,
          "no kind "
              + GoText.quoted(kind)
              + " is registered for version "
              + GoText.quoted(version)
              + " in scheme \"pkg/runtime/scheme.go:111\"");
    }
  }

  private String typeField(ConfigNode root, String name) throws InvalidConfigurationException {
    if (root instanceof ConfigNode.Null) {
      return "";
    }
    if (!(root instanceof ConfigNode.Mapping(List<ConfigNode.Field> fields))) {
      throw undecodable(
          ConfigurationFault.OTHER_KIND,
          "couldn't get version/kind; json parse error: json: cannot unmarshal "
              + root.goName()
              + " into Go value of type struct");
    }
    return typeField(fields, name);
  }

  private String typeField(List<ConfigNode.Field> fields, String name)
      throws InvalidConfigurationException {
    String text = "";
    for (ConfigNode.Field field : fields) {
      if (field.name().equals(name)) {
        text =
            field
                .value()
                .asString()
                .orElseThrow(
                    () ->
                        undecodable(
                            ConfigurationFault.WRONG_TYPE,
                            "couldn't get version/kind; json parse error: json: cannot unmarshal "
                                + field.value().goName()
                                + " into Go struct field ."
                                + name
                                + " of type string"));
      }
    }
    return text;
  }

  /// A rule after a wildcard that covers it would never be used (rule 11 of the server's
  /// validation).
  private static void refuseMaskedRules(RawConfiguration raw) throws InvalidConfigurationException {
    List<GroupResource> earlier = new ArrayList<>();
    for (RawConfiguration.Resource resource : raw.resources()) {
      List<GroupResource> own = resource.resources().stream().map(GroupResource::parse).toList();
      for (GroupResource rule : own) {
        for (GroupResource wildcard : earlier) {
          if (wildcard.covers(rule)) {
            throw new InvalidConfigurationException(
                ConfigurationFault.RESOURCE_NAME,
                BUILDING
                    + "resource "
                    + GoText.quoted(rule.toString())
                    + " is masked by earlier rule "
                    + GoText.quoted(wildcard.toString()));
          }
        }
      }
      own.stream().filter(GroupResource::isWildcard).forEach(earlier::add);
    }
  }

  private InvalidConfigurationException strict(List<BrokenRule> errors) {
    return undecodable(
        errors.getFirst().fault(),
        "strict decoding error: "
            + errors.stream().map(BrokenRule::text).collect(Collectors.joining(", ")));
  }

  private InvalidConfigurationException undecodable(ConfigurationFault fault, String why) {
    return new InvalidConfigurationException(
        fault,
        PARSING
            + "error decoding encryption provider configuration file "
            + GoText.quoted(fileName)
            + ": "
            + why);
  }

  private static String aggregate(List<String> errors) {
    Set<String> distinct = new LinkedHashSet<>(errors);
    Stream<String> texts = distinct.stream();
    return distinct.size() == 1
        ? errors.getFirst()
        : texts.collect(Collectors.joining(", ", "[", "]"));
  }

  /// Which names of KMS entries must be unique.
  enum KmsNames {
    /// A v1 entry may have the name of an earlier one.
    V1_MAY_REPEAT,
    UNIQUE
  }
}
