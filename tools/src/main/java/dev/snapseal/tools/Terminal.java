package dev.snapseal.tools;

/// Which of the standard streams a person looks at, as the launcher found them.
///
/// @param output whether standard output is a terminal
/// @param error whether standard error is a terminal
/// @param colour whether colours are wanted: never with `NO_COLOR`
/// @param columns of the terminal, [#UNLIMITED] if that is not known
public record Terminal(boolean output, boolean error, boolean colour, int columns) {
  /// Lines may be as long as they like.
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /// Neither stream is a terminal: pipes, logs, tests.
  public static final Terminal NONE = new Terminal(false, false, false, UNLIMITED);

  /// On less nothing can be laid out.
  private static final int FEWEST_COLUMNS = 40;

  private static final int MOST_COLUMNS = 9999;

  /// How long a line of standard output may be.
  public int outputColumns() {
    return output ? columns : UNLIMITED;
  }

  /// How long a line of standard error may be.
  public int errorColumns() {
    return error ? columns : UNLIMITED;
  }

  /// What the launcher says in the property `snapseal.terminal`: the digits of the streams that are
  /// terminals. Without launcher, what Java knows.
  @SuppressWarnings("SystemConsoleNull") // in Java 25 it is null again where no terminal is
  static Terminal detect() {
    String streams = System.getProperty("snapseal.terminal");
    if (streams == null) {
      boolean both = System.console() != null && System.console().isTerminal();
      return new Terminal(both, both, both && wantsColour(), columns(System.getenv("COLUMNS")));
    }
    boolean output = streams.contains("1");
    return new Terminal(
        output,
        streams.contains("2"),
        output && wantsColour(),
        columns(System.getProperty("snapseal.columns")));
  }

  /// The number in a text that may be anything, as `COLUMNS` may.
  static int columns(String text) {
    return text != null && text.matches("[1-9][0-9]{0,3}")
        ? Math.clamp(Integer.parseInt(text), FEWEST_COLUMNS, MOST_COLUMNS)
        : UNLIMITED;
  }

  private static boolean wantsColour() {
    String noColour = System.getenv("NO_COLOR");
    return (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }
}
