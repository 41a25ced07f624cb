package dev.snapseal.tools.export;

import java.io.IOException;

/// Takes manifests in the order in which they are to be applied.
@FunctionalInterface
public interface ManifestSink {
  void write(Manifest manifest) throws IOException;
}
