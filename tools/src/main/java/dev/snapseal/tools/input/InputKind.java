package dev.snapseal.tools.input;

/// What an input is, in the words of every report.
public enum InputKind {
  /// A snapshot as `etcdctl snapshot save` writes it, also with its SHA-256 trailer cut off.
  SNAPSHOT("snapshot"),
  /// Any other bbolt file: a copy of `member/snap/db`, a truncated snapshot, one with a foreign
  /// tail.
  DB("db"),
  /// `member/snap/db` of an etcd data directory that the user named.
  DATA_DIR("data-dir"),
  /// A backup out of an archive.
  BUNDLE("bundle"),
  /// A raw disk image. Only what searches images makes inputs of this kind.
  IMAGE("image");

  private final String jsonName;

  InputKind(String jsonName) {
    this.jsonName = jsonName;
  }

  /// The value of `kind` in JSON reports.
  public String jsonName() {
    return jsonName;
  }
}
