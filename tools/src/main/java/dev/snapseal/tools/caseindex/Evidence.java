package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A backup in a case, or the write-ahead log beside one.
///
/// @param number from 1, in the order in which they were added
/// @param source what it is
/// @param input path as given when it was added, size, SHA-256
/// @param cluster uid of the namespace `kube-system`, by which clusters are told apart; empty if it
///   could not be read
/// @param firstRevision main revision of the oldest record in the store, 0 if it is empty; of a
///   log, whose entries have no revisions, 0
/// @param lastRevision main revision of the newest; of a log, of the store beside it
/// @param compactRevision up to which history is gone
/// @param consistentIndex raft index of the last entry in the store; of a log, in the store beside
///   it
/// @param records in the store, deletions among them; of a log, values that it puts
/// @param keys with which it was added, and what they do not open
/// @param gaps what of it is not in the index
/// @param states values by resource and how they are stored, as `audit` counts them
/// @param rowSet number that its rows in the index carry: another one whenever it is indexed anew
public record Evidence(
    int number,
    Source source,
    InputFacts input,
    Optional<String> cluster,
    long firstRevision,
    long lastRevision,
    OptionalLong compactRevision,
    OptionalLong consistentIndex,
    long records,
    EvidenceKeys keys,
    Gaps gaps,
    List<StateCount> states,
    int rowSet) {

  public Evidence {
    states = List.copyOf(states);
  }

  Evidence withUnreadBeside(long unreadBeside) {
    Gaps with =
        new Gaps(
            gaps.unreadParts,
            gaps.malformedRecords,
            gaps.longKeys,
            gaps.unopened,
            unreadBeside,
            gaps.malformedValues,
            gaps.nameless);
    return with(cluster, with);
  }

  /// What is known of it still holds.
  Evidence mergedWith(Evidence earlier) {
    return with(cluster.or(earlier::cluster), gaps).withUnreadBeside(earlier.gaps.unreadBeside);
  }

  private Evidence with(Optional<String> otherCluster, Gaps otherGaps) {
    return new Evidence(
        number,
        source,
        input,
        otherCluster,
        firstRevision,
        lastRevision,
        compactRevision,
        consistentIndex,
        records,
        keys,
        otherGaps,
        states,
        rowSet);
  }

  /// What an evidence is.
  public enum Source {
    /// A database.
    STORE("store"),
    /// The write-ahead log of a data directory.
    LOG("wal");

    private final String jsonName;

    Source(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }

  /// What could not be indexed.
  ///
  /// @param unreadParts pages that could not be followed; of a log, segments that hold more than
  ///   records lead to: that was only searched for entries
  /// @param malformedRecords elements that are no records; of a log, entries that are no requests
  /// @param longKeys records whose etcd key is longer than any of Kubernetes'
  /// @param unopened encrypted values that the keys given do not open
  /// @param unreadBeside files that may hold values and came with it, such as its write-ahead log
  /// @param malformedValues values that begin as encrypted ones do, and whose prefix is none: they
  ///   may be plaintext
  /// @param nameless plaintext objects in free space that do not say which object they are, by
  ///   resource as a policy names it; of kinds that are not built in a dot and the group
  public record Gaps(
      long unreadParts,
      long malformedRecords,
      long longKeys,
      long unopened,
      long unreadBeside,
      long malformedValues,
      Map<String, Long> nameless) {

    public Gaps {
      nameless = Map.copyOf(nameless);
    }

    /// The same, as if nothing had come with it.
    public Gaps withoutBeside() {
      return new Gaps(
          unreadParts, malformedRecords, longKeys, unopened, 0, malformedValues, nameless);
    }

    /// Whether something is damaged.
    public boolean isDamage() {
      return unreadParts > 0 || malformedRecords > 0 || malformedValues > 0;
    }

    /// Of all resources.
    public long allNameless() {
      return nameless.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Whether everything of the policy's resources is in the index.
    public boolean isNoneOf(ResourcePolicy policy) {
      return isNone()
          && nameless.keySet().stream().map(GroupResource::parse).noneMatch(policy::mayInclude);
    }

    /// Whether everything that has a key is in the index.
    public boolean isNone() {
      return unreadParts == 0
          && malformedRecords == 0
          && longKeys == 0
          && unreadBeside == 0
          && malformedValues == 0;
    }
  }
}
