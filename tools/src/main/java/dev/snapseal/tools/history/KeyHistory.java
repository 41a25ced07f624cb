package dev.snapseal.tools.history;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.input.InputFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a backup knows of one key: the answer of `history`.
///
/// @param key etcd key, bytes that are not UTF-8 as `\xNN`
/// @param entries oldest first; at most [#MAX_ENTRIES], the newest ones
/// @param omitted older entries that were left out
public record KeyHistory(InputFacts input, String key, List<Entry> entries, long omitted) {
  /// Entries kept.
  public static final int MAX_ENTRIES = 10_000;

  public KeyHistory {
    entries = List.copyOf(entries);
  }

  /// Values that keys were tried on in vain.
  public long unopened() {
    return entries.stream().filter(entry -> entry.content() == Content.NOT_OPENED).count();
  }

  /// One record of the key.
  ///
  /// @param revision main revision
  /// @param sub position inside that request, from 0
  /// @param version writes since the key was created, from 1; 0 in tombstones
  /// @param createRevision main revision of the creation; 0 in tombstones
  /// @param prefix how the value is stored; [EncryptionPrefix#NONE] for plain ones and tombstones
  /// @param sizeBytes of the stored value; 0 in tombstones
  /// @param origin who wrote the value and when, as the object itself says it; empty if it was not
  ///   opened or says nothing
  /// @param page page of the file
  /// @param offset byte of the file where the record's value begins; of a tombstone, the record
  public record Entry(
      long revision,
      long sub,
      long version,
      long createRevision,
      State state,
      EncryptionPrefix prefix,
      long sizeBytes,
      Content content,
      Optional<Origin> origin,
      long page,
      long offset) {}

  /// Where a record stands, and what it is.
  public enum State {
    LIVE("live"),
    SUPERSEDED("superseded"),
    /// A deletion.
    TOMBSTONE("tombstone"),
    /// A copy on a page that no tree reaches.
    FREE("free"),
    /// A copy in bytes of a used page that belong to nothing.
    SLACK("slack");

    private final String jsonName;

    State(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }

    /// Whether no tree reaches it.
    public boolean isCopy() {
      return this == FREE || this == SLACK;
    }
  }

  /// Whether the content could be read.
  public enum Content {
    /// A tombstone has none.
    NONE("none"),
    /// It is stored as it is.
    PLAIN("plain"),
    /// A key opened it.
    OPENED("opened"),
    /// It is encrypted and no keys were given.
    NOT_TRIED("notTried"),
    /// It is encrypted and no key given opens it, or its prefix is malformed.
    NOT_OPENED("notOpened");

    private final String jsonName;

    Content(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }

  /// What an object says of its last change. etcd keeps no times, so this is inferred.
  ///
  /// @param manager program that wrote, empty if only the creation is known
  /// @param operation `Apply`, `Update` or `Create`
  /// @param source field of the object that says so: `managedFields` or `creationTimestamp`
  public record Origin(Instant time, String manager, String operation, String source) {}
}
