package dev.snapseal.snapshot.wal;

/// A value in a request, or something else in it that nobody should read.
///
/// @param kind what it is
/// @param keyOffset of the etcd key or the user's name in the segment
/// @param keyLength bytes
/// @param offset of the value in the segment
/// @param length bytes
public record RequestValue(Kind kind, long keyOffset, long keyLength, long offset, long length) {
  /// Where values are in a request.
  public enum Kind {
    /// `PutRequest.value`, at any depth of transactions and in both branches.
    PUT,
    /// `Compare.value`: what a transaction expects.
    COMPARE,
    /// `Val` of a request of the v2 API.
    V2_VALUE,
    /// `PrevValue` of a request of the v2 API.
    V2_PREVIOUS,
    /// A user's password in the clear, as etcd 3.4 writes it.
    PASSWORD,
    /// bcrypt of a user's password, in base64.
    HASHED_PASSWORD,
    /// A token that stands for a user who has logged in.
    SIMPLE_TOKEN
  }
}
