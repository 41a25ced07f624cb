package dev.snapseal.testdata.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The changes of one request: they share a main revision and count up the sub revision from 0.
public final class Transaction {
  private final KeyHistory history;

  Transaction(KeyHistory history) {
    this.history = history;
  }

  /// Puts a key.
  public Transaction put(String key, byte[] value) {
    history.put(key, value, 0);
    return this;
  }

  /// Puts a key with a UTF-8 text as its value.
  public Transaction put(String key, String value) {
    return put(key, value.getBytes(UTF_8));
  }

  /// Deletes a key that lives.
  public Transaction delete(String key) {
    history.delete(key);
    return this;
  }
}
