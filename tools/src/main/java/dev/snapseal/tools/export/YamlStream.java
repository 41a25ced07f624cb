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
  public String render(Manifest manifest) {
    return ObjectRenderer.yaml(manifest.decoded(), manifest.tree());
  }

  @Override
  public void write(ManifestFacts manifest, String text) throws IOException {
    out.append("---\n").append(text);
  }
}
