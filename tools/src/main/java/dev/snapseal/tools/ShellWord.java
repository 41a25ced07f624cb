package dev.snapseal.tools;

/// Paths in commands that are to be pasted.
public final class ShellWord {
  private ShellWord() {}

  /// A path as a shell takes it.
  public static String of(String path) {
    return path.matches("[A-Za-z0-9_./:@%+,=-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
