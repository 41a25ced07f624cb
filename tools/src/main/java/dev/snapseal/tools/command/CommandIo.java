package dev.snapseal.tools.command;

import dev.snapseal.tools.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;

/// The streams a command works with.
///
/// @param out results
/// @param err progress, warnings, errors and hints
public record CommandIo(InputStream in, PrintWriter out, PrintWriter err, Terminal terminal) {}
