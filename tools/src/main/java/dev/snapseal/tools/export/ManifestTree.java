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

/// Manifests as files: `NAMESPACE/KIND/NAME`, objects of the cluster under `_cluster`.
///
/// Names are made safe for every file system: of what may stand in them, letters, digits, `-`, `_`
/// and `.` stay, but for a `_` or `.` at the beginning; other bytes become `%XX`. `_cluster` sorts
/// before every namespace, so `kubectl apply -R -f` makes namespaces and definitions first.
public final class ManifestTree implements ManifestSink {
  private static final String CLUSTER = "_cluster";
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
      case JSON -> ObjectRenderer.json(manifest.decoded(), manifest.tree());
    };
  }

  @Override
  public void write(ManifestFacts manifest, String text) throws IOException {
    List<String> folders =
        List.of(
            manifest.namespace().map(ManifestTree::safe).orElse(CLUSTER), safe(manifest.kind()));
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
