package dev.snapseal.tools.kms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sockets that the user names in place of those in the configuration, because a backup is rarely
/// opened on the machine whose paths its configuration holds.
///
/// @param endpoints endpoint by plugin name
public record KmsOverrides(Map<String, String> endpoints) {
  public KmsOverrides {
    endpoints = Map.copyOf(endpoints);
  }

  /// Reads values of the form `NAME=unix:///path`. The name may hold `=` (a v1 name may be any
  /// text): it ends before the last `=unix:`.
  ///
  /// @throws IllegalArgumentException if a value has another form or a name comes twice
  public static KmsOverrides parse(List<String> values) {
    Map<String, String> endpoints = new HashMap<>();
    for (String value : values) {
      int end = value.lastIndexOf("=unix:");
      if (end <= 0) {
        throw new IllegalArgumentException("'" + value + "' is not NAME=unix:///path");
      }
      String name = value.substring(0, end);
      if (endpoints.put(name, value.substring(end + 1)) != null) {
        throw new IllegalArgumentException(
            "two sockets are given for the KMS plugin '" + name + "'");
      }
    }
    return new KmsOverrides(endpoints);
  }

  /// The endpoint to use for a plugin: the user's, or else the configuration's.
  public String endpoint(String name, String configured) {
    return Optional.ofNullable(endpoints.get(name)).orElse(configured);
  }
}
