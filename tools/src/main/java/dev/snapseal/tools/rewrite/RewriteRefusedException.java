package dev.snapseal.tools.rewrite;

import java.io.IOException;

/// The rewrite would not be what its user can want; nothing was written.
public final class RewriteRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  public RewriteRefusedException(String message) {
    super(message);
  }
}
