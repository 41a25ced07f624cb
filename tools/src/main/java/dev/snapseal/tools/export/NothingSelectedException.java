package dev.snapseal.tools.export;

import java.io.IOException;
import java.util.List;

/// No live object is what was asked for; nothing was written.
public final class NothingSelectedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final transient List<String> namespaces;

  NothingSelectedException(String file, String message, List<String> namespaces) {
    super("[" + file + "] " + message);
    this.file = file;
    this.namespaces = List.copyOf(namespaces);
  }

  public String file() {
    return file;
  }

  /// Namespaces that the backup has, some of them if there are many.
  public List<String> namespaces() {
    return namespaces;
  }
}
