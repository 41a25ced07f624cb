package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A backup in a case.
///
/// @param number from 1, in the order in which they were added
/// @param input path as given when it was added, size, SHA-256
/// @param cluster uid of the namespace `kube-system`, by which clusters are told apart; empty if it
///   could not be read
/// @param firstRevision main revision of the oldest record in the store, 0 if it is empty
/// @param lastRevision main revision of the newest
/// @param compactRevision up to which history is gone
/// @param consistentIndex raft index of the last entry in the store
/// @param records in the store, deletions among them
/// @param keys whether it was added with keys
/// @param gaps what of it is not in the index
/// @param states values by resource and how they are stored, as `audit` counts them
public record Evidence(
    int number,
    InputFacts input,
    Optional<String> cluster,
    long firstRevision,
    long lastRevision,
    OptionalLong compactRevision,
    OptionalLong consistentIndex,
    long records,
    Keys keys,
    Gaps gaps,
    List<StateCount> states) {

  public Evidence {
    states = List.copyOf(states);
  }

  /// Whether there were keys to open values with.
  public enum Keys {
    GIVEN,
    NONE
  }

  /// What could not be indexed.
  ///
  /// @param unreadPages pages that could not be followed
  /// @param malformedRecords elements that are no records
  /// @param longKeys records whose etcd key is longer than any of Kubernetes'
  /// @param unopened encrypted values that the keys given do not open
  public record Gaps(long unreadPages, long malformedRecords, long longKeys, long unopened) {
    /// Whether everything is in the index.
    public boolean isNone() {
      return unreadPages == 0 && malformedRecords == 0 && longKeys == 0;
    }
  }
}
