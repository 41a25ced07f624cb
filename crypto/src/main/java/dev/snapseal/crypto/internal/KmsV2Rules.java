package dev.snapseal.crypto.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the API server demands of a wrapped data key, its key id and its annotations, on reading
/// and on writing.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/envelope/kmsv2/envelope.go">
///   apiserver envelope/kmsv2/envelope.go: `validateEncryptedObject`</a>, apimachinery
///   `util/validation/validation.go`
public final class KmsV2Rules {
  private static final int KEY_ID_MAX = 1024;
  private static final int DEK_SOURCE_MAX = 1024;
  private static final int ANNOTATIONS_MAX = 32 * 1024;
  private static final int SUBDOMAIN_MAX = 253;
  private static final int LABEL_MAX = 63;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  // possessive, so that a long name costs no backtracking
  private static final Pattern SUBDOMAIN_SHAPE =
      Pattern.compile("(?:[a-z0-9]++(?:-++[a-z0-9]++)*+)(?:\\.[a-z0-9]++(?:-++[a-z0-9]++)*+)*+");

  private KmsV2Rules() {}

  /// The first rule that is broken, in the server's words and order: data key, key id, annotations.
  public static Optional<String> firstBroken(
      byte[] dekSource, String keyId, Map<String, byte[]> annotations) {
    return size("encrypted DEK source", dekSource.length, DEK_SOURCE_MAX)
        .map(text -> "failed to validate encrypted DEK source: " + text)
        .or(() -> brokenKeyId(keyId))
        .or(() -> annotations(annotations));
  }

  private static Optional<String> brokenKeyId(String keyId) {
    return size("keyID", keyId.getBytes(StandardCharsets.UTF_8).length, KEY_ID_MAX)
        .map(text -> "failed to validate key id: " + text);
  }

  private static Optional<String> size(String what, int lengthBytes, int max) {
    if (lengthBytes == 0) {
      return Optional.of(what + " is empty");
    }
    return lengthBytes <= max
        ? Optional.empty()
        : Optional.of(what + " is " + lengthBytes + " bytes, which exceeds the max size of " + max);
  }

  private static Optional<String> annotations(Map<String, byte[]> annotations) {
    String failed = "failed to validate annotations: ";
    long total = 0;
    for (Map.Entry<String, byte[]> entry : annotations.entrySet()) {
      Optional<String> broken = name(entry.getKey());
      if (broken.isPresent()) {
        return broken.map(text -> failed + text);
      }
      total += entry.getKey().getBytes(StandardCharsets.UTF_8).length + entry.getValue().length;
    }
    return total <= ANNOTATIONS_MAX
        ? Optional.empty()
        : Optional.of(
            failed
                + "total size of annotations is "
                + total
                + ", which exceeds the max size of "
                + ANNOTATIONS_MAX);
  }

  private static Optional<String> name(String name) {
    if (name.isEmpty()) {
      return Optional.of("annotations: Required value");
    }
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    String invalid = "annotations: Invalid value: \"" + bare + "\": ";
    if (bare.length() > SUBDOMAIN_MAX) {
      return Optional.of(invalid + "must be no more than " + SUBDOMAIN_MAX + " characters");
    }
    if (!SUBDOMAIN_SHAPE.matcher(bare).matches()) {
      return Optional.of(
          invalid
              + "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
              + " '-' or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SUBDOMAIN
              + "')");
    }
    if (bare.indexOf('.') < 0) {
      return Optional.of(
          invalid + "should be a domain with at least two segments separated by dots");
    }
    for (String label : bare.split("\\.", -1)) {
      if (label.length() > LABEL_MAX) {
        return Optional.of(
            "annotations: Invalid value: \"" + label + "\": must be no more than 63 characters");
      }
    }
    return Optional.empty();
  }
}
