package dev.snapseal.snapshot.layout;

import java.io.IOException;

/// The source is another than when it was planned: something writes to it.
public final class SourceChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  public SourceChangedException(String file) {
    super("[" + file + "] the file was changed while it was read");
  }
}
