package dev.snapseal.crypto.config;

import java.util.List;

/// A parsed file.
///
/// @param root what it says
/// @param repeatedKeys what Go's YAML decoder says of keys that a mapping has twice, in order;
///   empty for JSON, whose repeats are still in the mappings
record ConfigDocument(ConfigNode root, List<String> repeatedKeys) {
  /// Values in a file, aliases counted as often as they are used: a real file has a few hundred.
  static final int NODES_MAX = 200_000;

  /// Mappings and lists inside each other: a real file has seven.
  static final int DEPTH_MAX = 64;

  ConfigDocument {
    repeatedKeys = List.copyOf(repeatedKeys);
  }
}
