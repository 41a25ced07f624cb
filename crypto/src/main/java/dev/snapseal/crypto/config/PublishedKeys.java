package dev.snapseal.crypto.config;

import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.keys.SecretKeyBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keys found in public documentation, tutorials and Kubernetes' own tests. A beginning, not a
/// census.
///
/// @param keys those with which a value can be encrypted
public record PublishedKeys(List<PublishedKey> keys) {
  private static final String RESOURCE = "published-keys.json";

  public PublishedKeys {
    keys = List.copyOf(keys);
  }

  /// Reads the list that comes with the program.
  public static PublishedKeys load() {
    try (InputStream in = PublishedKeys.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + RESOURCE);
      }
      return new PublishedKeys(keys(JsonReader.read(in.readAllBytes()).root()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConfigSyntaxException e) {
      throw new IllegalStateException("the program's own resource " + RESOURCE + " is broken", e);
    }
  }

  /// The published key that this is, if it is one.
  public Optional<PublishedKey> find(SecretKeyBytes secret) {
    return keys.stream().filter(key -> key.secret().sameKey(secret)).findFirst();
  }

  private static List<PublishedKey> keys(ConfigNode root) {
    List<PublishedKey> keys = new ArrayList<>();
    if (root instanceof ConfigNode.Sequence(List<ConfigNode> items)) {
      items.forEach(item -> key(item).ifPresent(keys::add));
    }
    return keys;
  }

  private static Optional<PublishedKey> key(ConfigNode item) {
    Optional<byte[]> secret = text(item, "secretBase64").flatMap(GoBase64::decode);
    String source = text(item, "sourceUrl").orElse("");
    return secret
        .filter(bytes -> !usableWith(bytes.length).isEmpty())
        .map(
            bytes ->
                new PublishedKey(SecretKeyBytes.copyOf(bytes), source, usableWith(bytes.length)));
  }

  private static Set<Provider> usableWith(int lengthBytes) {
    return switch (lengthBytes) {
      case 16, 24 -> Set.of(Provider.AESCBC, Provider.AESGCM);
      case 32 -> Set.of(Provider.AESCBC, Provider.AESGCM, Provider.SECRETBOX);
      default -> Set.of();
    };
  }

  private static Optional<String> text(ConfigNode item, String name) {
    if (item instanceof ConfigNode.Mapping(List<ConfigNode.Field> fields)) {
      for (ConfigNode.Field field : fields) {
        if (field.name().equals(name) && field.value() instanceof ConfigNode.Text(String value)) {
          return Optional.of(value);
        }
      }
    }
    return Optional.empty();
  }
}
