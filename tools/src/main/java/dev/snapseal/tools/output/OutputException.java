package dev.snapseal.tools.output;

import java.io.IOException;

/// A file was not made: which one, why, and what to do. Nothing is left of it.
///
/// The message is `[file] what happened`, in the operating system's words where it has refused; it
/// may hold control characters out of names, and never holds content.
public final class OutputException extends IOException {
  private static final long serialVersionUID = 1L;

  /// What is said of standard output that takes no more.
  public static final String STREAM_LOST =
      "standard output was closed or is full: not all was written";

  private final String hint;

  private OutputException(String message, IOException cause) {
    super(message, cause);
    this.hint = "";
  }

  OutputException(String file, String found, String hint) {
    super("[" + file + "] " + found);
    this.hint = hint;
  }

  OutputException(String file, String found, String hint, IOException cause) {
    this(file, found, hint);
    initCause(cause);
  }

  /// The reader of standard output went away, as `head` does, or it is a file on a full disk: the
  /// program is not told which.
  static OutputException streamLost(IOException cause) {
    return new OutputException(STREAM_LOST, cause);
  }

  /// What to do next: an option, or a command ready to paste. Empty if whoever reads the output has
  /// to do it.
  public String hint() {
    return hint;
  }
}
