package dev.snapseal.tools;

/// Says what is left when a signal ends the program, which else would be silent. A command that
/// ends by itself runs no hooks.
public final class Interruption {
  private static volatile String stays = "nothing was written";

  private Interruption() {}

  /// Has the message be written to standard error when a signal comes.
  static void announce() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("interruption") {
              @Override
              public void run() {
                System.err.println("interrupted: " + stays);
              }
            });
  }

  /// From now on something stays, whatever happens.
  ///
  /// @param what such as `the output was written`
  public static void keeps(String what) {
    stays = what;
  }
}
