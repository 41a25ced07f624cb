package dev.snapseal.crypto.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Searches JSON and YAML for encryption configurations, wherever they stand in it: as an object,
/// as a text inside a text, or in base64. So are found the keys in a cluster state of RKE, in the
/// bootstrap data of k3s, in Secrets of OpenShift, and in the machine configuration of Talos, which
/// has the keys alone.
///
/// Names of fields above them do not count, so that another release's are read as well.
public final class ConfigurationSearch {
  /// Larger documents are not searched.
  public static final int CONTENT_MAX_BYTES = 8 << 20;

  /// A Secret in a list has its configuration in base64: two. Two more are for texts in texts.
  private static final int DEPTH_MAX = 4;

  private static final int CONFIGURATIONS_MAX = 1000;

  private static final Pattern DOCUMENT_START = Pattern.compile("(?m)^---(?=\\s|$)");

  /// Never tries twice what it has read: a text may be long and hostile.
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]{64,}+={0,2}+\\s*+");

  private final String fileName;
  private final List<FoundConfiguration> found = new ArrayList<>();
  private Optional<InvalidConfigurationException> fault = Optional.empty();

  private ConfigurationSearch(String fileName) {
    this.fileName = fileName;
  }

  /// Searches a document.
  ///
  /// @param fileName for messages
  /// @param content the caller wipes it
  /// @return in the order of the document; nothing also if it is neither JSON nor YAML, or has more
  ///   than [#CONTENT_MAX_BYTES]
  /// @throws InvalidConfigurationException if it holds configurations and none that the API server
  ///   would take
  public static List<FoundConfiguration> search(String fileName, byte[] content)
      throws InvalidConfigurationException {
    ConfigurationSearch search = new ConfigurationSearch(fileName);
    if (content.length <= CONTENT_MAX_BYTES) {
      search.text(new String(content, UTF_8), "", 0);
    }
    if (search.found.isEmpty() && search.fault.isPresent()) {
      throw search.fault.get();
    }
    return List.copyOf(search.found);
  }

  private void text(String text, String place, int depth) {
    if (isJson(text)) {
      document(text, place, depth);
      return;
    }
    for (String document : DOCUMENT_START.splitAsStream(text).toList()) {
      if (!document.isBlank()) {
        document(document, place, depth);
      }
    }
  }

  private static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  private void document(String text, String place, int depth) {
    byte[] bytes = text.getBytes(UTF_8);
    try {
      ConfigDocument document = isJson(text) ? JsonReader.read(bytes) : YamlReader.read(bytes);
      node(document.root(), document, place, depth);
    } catch (ConfigSyntaxException _) {
      // Neither JSON nor YAML holds no object.
      return;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void node(ConfigNode node, ConfigDocument document, String place, int depth) {
    if (found.size() >= CONFIGURATIONS_MAX) {
      return;
    }
    switch (node) {
      case ConfigNode.Mapping mapping -> mapping(mapping, document, place, depth);
      case ConfigNode.Sequence(List<ConfigNode> items) -> {
        for (int i = 0; i < items.size(); i++) {
          node(items.get(i), document, place + "[" + i + "]", depth);
        }
      }
      case ConfigNode.Text(String value) -> inside(value, place, depth);
      case ConfigNode.Numeral _, ConfigNode.Bool _, ConfigNode.Null _ -> {}
    }
  }

  private void mapping(
      ConfigNode.Mapping mapping, ConfigDocument document, String place, int depth) {
    if (isConfiguration(mapping)) {
      configuration(mapping, document, place);
      return;
    }
    TalosKeys.of(mapping).or(() -> OpenShiftKey.of(mapping)).ifPresent(keys -> add(place, keys));
    fault = fault.or(() -> TalosKeys.fault(mapping));
    for (ConfigNode.Field field : mapping.fields()) {
      node(field.value(), document, place + "." + field.name(), depth);
    }
  }

  private static boolean isConfiguration(ConfigNode.Mapping mapping) {
    return mapping
        .text("kind")
        .filter(kind -> kind.equals("EncryptionConfiguration") || kind.equals("EncryptionConfig"))
        .isPresent();
  }

  private void configuration(ConfigNode mapping, ConfigDocument document, String place) {
    try {
      ConfigDocument alone = new ConfigDocument(mapping, document.repeatedKeys());
      add(place, EncryptionConfigurationReader.read(fileName, alone));
    } catch (InvalidConfigurationException e) {
      fault = fault.or(() -> Optional.of(e));
    }
  }

  private void add(String place, EncryptionConfiguration configuration) {
    found.add(new FoundConfiguration(place, configuration));
  }

  /// A text that is a document itself, or base64 of one.
  private void inside(String text, String place, int depth) {
    if (depth >= DEPTH_MAX) {
      return;
    }
    if (mayHold(text)) {
      text(text, place, depth + 1);
    } else if (BASE64.matcher(text).matches()) {
      decoded(text).ifPresent(decoded -> inside(decoded, place, depth + 1));
    }
  }

  private static boolean mayHold(String text) {
    return text.contains("EncryptionConfig")
        || text.contains("EncryptionSecret")
        || text.contains("encryptionsecret");
  }

  private static Optional<String> decoded(String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      try {
        return Optional.of(new String(bytes, UTF_8));
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
