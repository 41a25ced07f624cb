package dev.snapseal.tools;

import java.io.PrintStream;

/// Says what is left when a signal ends the program, which else would be silent. A command that
/// ends by itself runs no hooks.
public final class Interruption {
  private static volatile String stays = "nothing was written";

  private Interruption() {}

  /// Has the message be written when a signal comes.
  ///
  /// @param err standard error
  static void announce(PrintStream err) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("interruption") {
              @Override
              public void run() {
                err.println("interrupted: " + stays);
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
