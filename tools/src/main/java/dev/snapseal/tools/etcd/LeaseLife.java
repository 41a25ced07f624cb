package dev.snapseal.tools.etcd;

/// How long a lease lives, as a server says it.
///
/// @param grantedSeconds what it was granted for; 0 if the server does not have it
/// @param leftSeconds until it ends; -1 if the server does not have it
public record LeaseLife(long id, long grantedSeconds, long leftSeconds) {
  public boolean isThere() {
    return leftSeconds >= 0;
  }
}
