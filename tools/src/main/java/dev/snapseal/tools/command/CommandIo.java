package dev.snapseal.tools.command;

import dev.snapseal.tools.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;

/// The streams a command works with.
///
/// @param out results
/// @param err progress, warnings, errors and hints
/// @param binaryOut where `out` writes to, for results that are bytes; flush `out` before using it
public record CommandIo(
    InputStream in, PrintWriter out, PrintWriter err, OutputStream binaryOut, Terminal terminal) {
  /// Whether something that was printed could not be written.
  boolean isOutputLost() {
    return out.checkError() || (binaryOut instanceof PrintStream stream && stream.checkError());
  }
}
