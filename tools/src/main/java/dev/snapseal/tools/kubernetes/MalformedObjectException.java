package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;

/// A value that breaks a rule of the form its first bytes announce.
public final class MalformedObjectException extends ObjectDecodingException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String rule;

  /// @param path field, such as `metadata.labels`; empty for the whole object
  MalformedObjectException(String path, String rule) {
    super(path.isEmpty() ? rule : path + ": " + rule);
    this.path = path;
    this.rule = rule;
  }

  static MalformedObjectException wire(String path, MalformedProtobufException fault) {
    return new MalformedObjectException(path, fault.getMessage());
  }

  /// The field that breaks the rule, such as `metadata.labels`; empty for the whole object.
  public String path() {
    return path;
  }

  /// Which rule is broken, and how.
  public String rule() {
    return rule;
  }
}
