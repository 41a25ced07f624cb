package dev.snapseal.tools.input;

/// Why an input, or a member of an archive, gave no backup. The operator's next step differs by it.
public enum InputProblem {
  /// There is no such file.
  NOT_FOUND,
  /// The operating system does not let us read it, or reading failed.
  NOT_READABLE,
  /// A device or a socket.
  NOT_A_FILE,
  /// A directory without `member/snap/db`.
  NOT_A_DATA_DIRECTORY,
  /// No byte at all.
  EMPTY,
  /// Bytes that are no kind of etcd backup, such as text.
  NOT_A_BACKUP,
  /// Zeroes where the meta pages of a backup would be: perhaps it was one.
  NO_META_PAGE,
  /// An `EncryptionConfiguration`: the keys, not the backup.
  ENCRYPTION_CONFIGURATION,
  /// A bbolt file written on a big-endian machine.
  BIG_ENDIAN,
  /// An SQLite database, as k3s keeps with kine instead of etcd.
  SQLITE,
  /// Changes that Gardener saved after a full snapshot.
  DELTA,
  /// Sealed with age for recipients, and there is no identity to open it with.
  SEALED_AGE,
  /// Sealed with age and a passphrase, and none was given.
  SEALED_WITH_PASSPHRASE,
  /// Sealed with age and another passphrase than the one given.
  WRONG_PASSPHRASE,
  /// Sealed with age, and nothing that was given opens it.
  SEALED_FOR_OTHERS,
  /// Sealed with age in a way that only other programs open.
  SEALED_OTHERWISE,
  /// A known format that is not read here, such as xz.
  UNSUPPORTED_FORMAT,
  /// A member of an archive that asks for a password.
  ENCRYPTED_ARCHIVE,
  /// Compressed or archived, and its bytes break the rules of that format.
  DAMAGED,
  /// Compressed or archived, and it ends too early.
  TRUNCATED,
  /// It unpacks to more than the limits allow.
  TOO_LARGE,
  /// More members, or more backups, than the limits allow.
  TOO_MANY_MEMBERS,
  /// Archives in archives beyond the limit.
  NESTED_TOO_DEEP,
  /// An archive without a backup in it.
  NOTHING_INSIDE,
  /// Several backups where one is needed.
  AMBIGUOUS,
  /// The file changed while it was read.
  CHANGED;

  /// Whether nothing more of the whole input may be read, though other members of an archive could.
  boolean endsTheScan() {
    return switch (this) {
      case NOT_READABLE, TOO_LARGE, TOO_MANY_MEMBERS, CHANGED -> true;
      case NOT_FOUND,
          NOT_A_FILE,
          NOT_A_DATA_DIRECTORY,
          EMPTY,
          NOT_A_BACKUP,
          NO_META_PAGE,
          ENCRYPTION_CONFIGURATION,
          BIG_ENDIAN,
          SQLITE,
          DELTA,
          SEALED_AGE,
          SEALED_WITH_PASSPHRASE,
          WRONG_PASSPHRASE,
          SEALED_FOR_OTHERS,
          SEALED_OTHERWISE,
          UNSUPPORTED_FORMAT,
          ENCRYPTED_ARCHIVE,
          DAMAGED,
          TRUNCATED,
          NESTED_TOO_DEEP,
          NOTHING_INSIDE,
          AMBIGUOUS ->
          false;
    };
  }

  /// Whether a member with this problem might have been the backup, so that an archive which gives
  /// none is refused for this reason and not only as holding nothing.
  boolean mayHideABackup() {
    return switch (this) {
      case BIG_ENDIAN,
          SQLITE,
          DELTA,
          SEALED_AGE,
          SEALED_WITH_PASSPHRASE,
          WRONG_PASSPHRASE,
          SEALED_FOR_OTHERS,
          SEALED_OTHERWISE,
          UNSUPPORTED_FORMAT,
          ENCRYPTED_ARCHIVE,
          DAMAGED,
          TRUNCATED,
          NESTED_TOO_DEEP ->
          true;
      case NOT_FOUND,
          NOT_READABLE,
          NOT_A_FILE,
          NOT_A_DATA_DIRECTORY,
          EMPTY,
          NOT_A_BACKUP,
          NO_META_PAGE,
          ENCRYPTION_CONFIGURATION,
          TOO_LARGE,
          TOO_MANY_MEMBERS,
          NOTHING_INSIDE,
          AMBIGUOUS,
          CHANGED ->
          false;
    };
  }
}
