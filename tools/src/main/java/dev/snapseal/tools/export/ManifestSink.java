package dev.snapseal.tools.export;

import java.io.IOException;

/// Takes manifests in the order in which they are to be applied.
public interface ManifestSink {
  /// The text of a manifest; called by several threads.
  String render(Manifest manifest);

  /// Takes the next manifest; called by one thread at a time.
  ///
  /// @param text what [#render] made of it
  void write(ManifestFacts manifest, String text) throws IOException;
}
