package dev.snapseal.tools.command;

import dev.snapseal.crypto.keys.KeyRing;

/// What a rewrite reads and writes with; closing wipes it.
///
/// @param all all keys, first the configuration to write with
/// @param writers that configuration, and those of further API servers for what it has no rule for
record RewriteKeys(ConfiguredKeys all, KeyRing writers) implements AutoCloseable {

  @Override
  public void close() {
    writers.close();
    all.close();
  }
}
