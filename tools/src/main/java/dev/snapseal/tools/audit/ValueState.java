package dev.snapseal.tools.audit;

/// How a value, or a piece of one, stands before the policy; from the least grave to the gravest.
public enum ValueState {
  /// Under a key, as far as that was looked into the right one.
  ENCRYPTED,
  /// Without encryption, and the policy does not ask for it.
  PERMITTED,
  /// Under a key, and not the one that the configuration writes with.
  STALE,
  /// Text of which nobody can say what it is.
  UNATTRIBUTED,
  /// It does not open, its key is not configured, or it is nothing that an API server wrote.
  UNOPENED,
  /// Without encryption or under a published key, and the policy asks for more.
  READABLE;

  /// The graver of two.
  ValueState or(ValueState other) {
    return compareTo(other) < 0 ? other : this;
  }
}
