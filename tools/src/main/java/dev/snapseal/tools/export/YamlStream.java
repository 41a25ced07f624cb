package dev.snapseal.tools.export;

import dev.snapseal.tools.kubernetes.ObjectRenderer;
import java.io.IOException;

/// Manifests as one stream of YAML documents.
public final class YamlStream implements ManifestSink {
  private final Appendable out;

  /// @param out stays the caller's
  @SuppressWarnings("MissingSummary")
  public YamlStream(Appendable out) {
    this.out = out;
  }

  @Override
  public void write(Manifest manifest) throws IOException {
    out.append("---\n").append(ObjectRenderer.yaml(manifest.decoded(), manifest.tree()));
  }
}
