package dev.snapseal.tools.output;

import java.io.IOException;

/// A file was not made: which one, why, and what to do. Nothing is left of it.
///
/// The message is `[file] what happened`, in the operating system's words where it has refused; it
/// may hold control characters out of names, and never holds content.
public final class OutputException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  OutputException(String file, String found, String hint) {
    super("[" + file + "] " + found);
    this.hint = hint;
  }

  OutputException(String file, String found, String hint, IOException cause) {
    this(file, found, hint);
    initCause(cause);
  }

  /// What to do next: an option, or a command ready to paste.
  public String hint() {
    return hint;
  }
}
