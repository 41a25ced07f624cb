package dev.snapseal.tools.command;

/// How a result is written; the names are what `-o` takes.
enum OutputFormat {
  text,
  json
}
