package dev.snapseal.tools;

/// Which of the standard streams a person looks at, as the launcher found them.
///
/// @param output whether standard output is a terminal
/// @param error whether standard error is a terminal
/// @param colour whether colours are wanted: never with `NO_COLOR`
public record Terminal(boolean output, boolean error, boolean colour) {
  /// Neither stream is a terminal: pipes, logs, tests.
  public static final Terminal NONE = new Terminal(false, false, false);

  /// What the launcher says in the property `snapseal.terminal`: the digits of the streams that are
  /// terminals. Without launcher, what Java knows.
  @SuppressWarnings("SystemConsoleNull") // in Java 25 it is null again where no terminal is
  static Terminal detect() {
    String streams = System.getProperty("snapseal.terminal");
    if (streams == null) {
      boolean both = System.console() != null && System.console().isTerminal();
      return new Terminal(both, both, both && wantsColour());
    }
    boolean output = streams.contains("1");
    return new Terminal(output, streams.contains("2"), output && wantsColour());
  }

  private static boolean wantsColour() {
    String noColour = System.getenv("NO_COLOR");
    return (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }
}
