package dev.snapseal.tools.audit;

/// What a page of a file holds, from the least grave to the gravest.
public enum PageContent {
  /// No tree reaches it, and nothing is recognised there.
  FREE,
  /// No tree reaches it, and the audit's scope leaves it out.
  UNEXAMINED,
  /// Meta, branch, freelist, and leaves without values.
  STRUCTURE,
  /// Encrypted values, in free space or slack.
  ENCRYPTED_LEFTOVER,
  ENCRYPTED,
  /// Plaintext that the policy permits, in free space or slack.
  PERMITTED_LEFTOVER,
  PERMITTED,
  /// Values under a key that is not today's.
  STALE,
  /// Text that belongs to nothing known.
  UNATTRIBUTED,
  /// Values that do not open, or are none.
  UNOPENED,
  /// A tree names it, and it could not be followed.
  UNREAD,
  /// Values that whoever holds the file can read, in free space or slack.
  READABLE_LEFTOVER,
  READABLE;

  /// Of a value that stands there.
  static PageContent of(Scope scope, ValueState state) {
    return switch (state) {
      case ENCRYPTED -> scope.isInStore() ? ENCRYPTED : ENCRYPTED_LEFTOVER;
      case PERMITTED -> scope.isInStore() ? PERMITTED : PERMITTED_LEFTOVER;
      case STALE -> STALE;
      case UNATTRIBUTED -> UNATTRIBUTED;
      case UNOPENED -> UNOPENED;
      case READABLE -> scope.isInStore() ? READABLE : READABLE_LEFTOVER;
    };
  }
}
