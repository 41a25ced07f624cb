package dev.snapseal.tools.export;

import java.io.Closeable;
import java.io.IOException;

/// Manifests as the items of one `v1` List in JSON, as `kubectl get -o json` prints them.
public final class JsonList implements ManifestSink, Closeable {
  private final Appendable out;
  private boolean isFirst = true;

  /// Begins the list.
  ///
  /// @param out stays the caller's
  public JsonList(Appendable out) throws IOException {
    this.out = out;
    out.append("{\n\"apiVersion\": \"v1\",\n\"kind\": \"List\",\n\"items\": [");
  }

  @Override
  public String render(Manifest manifest) {
    return manifest.json().stripTrailing();
  }

  @Override
  public void write(ManifestFacts manifest, String text) throws IOException {
    out.append(isFirst ? "\n" : ",\n").append(text);
    isFirst = false;
  }

  /// Ends the list.
  @Override
  public void close() throws IOException {
    out.append(isFirst ? "]\n}\n" : "\n]\n}\n");
  }
}
