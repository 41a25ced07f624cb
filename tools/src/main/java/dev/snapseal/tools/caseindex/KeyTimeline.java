package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.history.KeyHistory.Content;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Every revision of a key that any evidence holds.
///
/// @param key etcd key, bytes that are not UTF-8 as `\xNN`
/// @param entries one cluster after the other, oldest first; what is only in a log behind what it
///   follows there; at most [#MAX_ENTRIES], the newest ones
/// @param omitted older entries that were left out
public record KeyTimeline(String key, List<Entry> entries, long omitted) {
  /// Entries kept.
  public static final int MAX_ENTRIES = 10_000;

  public KeyTimeline {
    entries = List.copyOf(entries);
  }

  /// One record of the key.
  ///
  /// @param cluster uid of the namespace `kube-system`; empty if it is not known
  /// @param revision main revision; 0 where it is not known
  /// @param sub position inside that request; of records of the write-ahead log alone, the index of
  ///   the raft entry
  /// @param raftIndex of the entry in the write-ahead log; empty if no log in the case has it
  /// @param prefix how it is stored; empty for plaintext and deletions
  /// @param content whether it could be read when it was added
  /// @param seen where, in the order of evidences
  public record Entry(
      Optional<String> cluster,
      long revision,
      long sub,
      long version,
      long createRevision,
      String prefix,
      long sizeBytes,
      Content content,
      Change change,
      WrittenTime written,
      OptionalLong raftIndex,
      List<Seen> seen) {

    public Entry {
      seen = List.copyOf(seen);
    }

    /// Whether it stands in the write-ahead log alone, and so has no known revision.
    public boolean isLogged() {
      return seen.stream().allMatch(place -> place.scope().isInLog());
    }
  }

  /// A place where a record stands.
  public record Seen(int evidence, SightingScope scope) {}

  /// What a record changed against the one before it of the same key and cluster.
  public enum Change {
    /// There is none before it.
    FIRST("first"),
    /// It holds other data.
    CHANGED("changed"),
    /// It holds the same data; something else of the object is different.
    METADATA("metadata"),
    /// The same plaintext was stored anew.
    REENCRYPTED("reencrypted"),
    DELETED("deleted"),
    /// None: it is what a request expected, which may have been so or not.
    COMPARED("compared"),
    /// One of both was not opened, or is no object that can be decoded.
    UNKNOWN("unknown");

    private final String jsonName;

    Change(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }
}
