package dev.snapseal.tools.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.kubernetes.ObjectRenderer;
import dev.snapseal.tools.output.OutputDirectory;
import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Manifests as files: `2-namespaces/NAMESPACE/NN-KIND/NAME`; objects of the cluster under
/// `1-cluster/NN-KIND/NAME`, and what judges or serves requests for others under `3-last`.
///
/// `kubectl apply -R -f` takes files in the order of their names, so the numbers are what makes it
/// that of [ApplyOrder]: a webhook that came first could refuse everything behind it.
///
/// Names are made safe for every file system: of what may stand in them, letters, digits, `-`, `_`
/// and `.` stay, but for a `_` or `.` at the beginning; other bytes become `%XX`.
public final class ManifestTree implements ManifestSink {
  /// Where the definitions of custom resources are.
  public static final String DEFINITIONS =
      "1-cluster/00-CustomResourceDefinition.apiextensions.k8s.io";

  private static final String CLUSTER = "1-cluster";
  private static final String NAMESPACES = "2-namespaces";
  private static final String LAST = "3-last";
  private static final int MAX_NAME = 200;
  private static final int HASH_LETTERS = 16;

  private final OutputDirectory directory;
  private final Form form;
  private final Set<String> taken = new HashSet<>();

  /// How a file is written.
  public enum Form {
    YAML(".yaml"),
    JSON(".json");

    private final String suffix;

    Form(String suffix) {
      this.suffix = suffix;
    }
  }

  /// @param directory stays the caller's
  @SuppressWarnings("MissingSummary")
  public ManifestTree(OutputDirectory directory, Form form) {
    this.directory = directory;
    this.form = form;
  }

  @Override
  public String render(Manifest manifest) {
    return switch (form) {
      case YAML -> ObjectRenderer.yaml(manifest.decoded(), manifest.tree());
      case JSON -> manifest.json();
    };
  }

  @Override
  public void write(ManifestFacts manifest, String text) throws IOException {
    String kind = "%02d-%s".formatted(manifest.rank(), safe(manifest.kind()));
    List<String> folders =
        manifest
            .namespace()
            .map(namespace -> List.of(NAMESPACES, safe(namespace), kind))
            .orElseGet(() -> List.of(ApplyOrder.isLast(manifest.rank()) ? LAST : CLUSTER, kind));
    String name = freeName(folders, safe(manifest.name()));
    directory.write(folders, name + form.suffix, text.getBytes(UTF_8));
  }

  /// Two keys of a backup can hold objects of one name, and some file systems know no capitals.
  private String freeName(List<String> folders, String name) {
    String path = String.join("/", folders) + "/";
    String free = name;
    for (int i = 2; !taken.add((path + free).toLowerCase(Locale.ROOT)); i++) {
      free = name + "~" + i;
    }
    return free;
  }

  /// A name that leads nowhere else, and is another for every other text.
  static String safe(String text) {
    StringBuilder safe = new StringBuilder();
    for (byte octet : text.getBytes(UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean isKept =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || ((c == '.' || c == '_') && !safe.isEmpty());
      if (isKept) {
        safe.append(c);
      } else {
        safe.append("%%%02X".formatted(octet & 0xFF));
      }
    }
    if (safe.isEmpty()) {
      return "%";
    }
    return safe.length() <= MAX_NAME
        ? safe.toString()
        : safe.substring(0, MAX_NAME - HASH_LETTERS) + "%" + hash(text);
  }

  private static String hash(String text) {
    byte[] hash = FileDigest.newSha256().digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, HASH_LETTERS);
  }
}
