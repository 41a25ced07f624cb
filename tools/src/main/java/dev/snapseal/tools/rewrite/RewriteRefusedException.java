package dev.snapseal.tools.rewrite;

import java.io.IOException;

/// The rewrite would not be what its user can want; nothing was written.
public final class RewriteRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;

  RewriteRefusedException(String file, String message) {
    super("[" + file + "] " + message);
    this.file = file;
  }

  /// The backup that was to be rewritten.
  public String file() {
    return file;
  }
}
