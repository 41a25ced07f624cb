package dev.snapseal.tools.diff;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Optional;

/// In what the live state of two backups differs. Of each list the first ten thousand, in the order
/// of keys.
///
/// @param before the first backup
/// @param after the second
/// @param revisionBefore main revision whose state was compared
/// @param revisionAfter main revision whose state was compared
/// @param reencrypted values of the same content under other keys, by both keys
/// @param protectionLost values that were encrypted and are plaintext, whether their content is the
///   same or not, and new ones in plaintext of resources that were encrypted throughout
/// @param undecided values that could not be opened, so that nobody knows whether they changed
/// @param undecidedGroups the same by their reasons
/// @param churn of the differences those that clusters make by themselves, by resource
/// @param lackingKey how many of them want a key
/// @param malformed elements of either file that are no records
public record DiffReport(
    InputFacts before,
    InputFacts after,
    long revisionBefore,
    long revisionAfter,
    Counts counts,
    List<Entry> added,
    List<Entry> removed,
    List<Change> changed,
    List<Reencryption> reencrypted,
    List<Loss> protectionLost,
    List<Undecided> undecided,
    List<UndecidedGroup> undecidedGroups,
    List<Churn> churn,
    long lackingKey,
    long malformed) {
  /// Entries kept of each list.
  public static final int MAX_LISTED = 10_000;

  public DiffReport {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    reencrypted = List.copyOf(reencrypted);
    protectionLost = List.copyOf(protectionLost);
    undecided = List.copyOf(undecided);
    undecidedGroups = List.copyOf(undecidedGroups);
    churn = List.copyOf(churn);
  }

  /// How many keys are what.
  ///
  /// @param unchanged the same content under the same key
  /// @param reencrypted the same content, otherwise stored; those that lost protection not among
  ///   them
  /// @param protectionLost of the same content, changed or added
  public record Counts(
      long added,
      long removed,
      long changed,
      long unchanged,
      long reencrypted,
      long protectionLost,
      long undecided) {}

  /// A key that only one of the backups has.
  ///
  /// @param key etcd key, bytes that are not UTF-8 as `\xNN`
  /// @param revision main revision of the value
  /// @param stored what stands before the value, [EncryptionPrefix#NONE] if it is plaintext; empty
  ///   if it begins as encrypted values do and is no API server's
  public record Entry(
      ObjectName object, String key, long revision, Optional<EncryptionPrefix> stored) {}

  /// A key whose content differs.
  ///
  /// @param compared what of the values was compared
  /// @param fields those that differ, the first hundred; empty if only bytes were compared, or the
  ///   objects say the same in another form
  /// @param fieldCount how many there are in truth
  public record Change(
      ObjectName object,
      String key,
      long revisionBefore,
      long revisionAfter,
      Compared compared,
      List<FieldChange> fields,
      long fieldCount) {
    public Change {
      fields = List.copyOf(fields);
    }
  }

  /// What of two values was compared.
  public enum Compared {
    FIELDS,
    /// One of them at least is no object that can be decoded.
    BYTES
  }

  /// What a key names; all empty if it is no object.
  public record ObjectName(
      Optional<String> resource, Optional<String> namespace, Optional<String> name) {}

  /// Values that moved from one key to another.
  ///
  /// @param from [EncryptionPrefix#NONE] if they were plaintext
  public record Reencryption(EncryptionPrefix from, EncryptionPrefix to, long values) {}

  /// A value that is not, or no longer, encrypted.
  ///
  /// @param from what stood before it; empty if it is new, and all others of its resource were
  ///   encrypted
  public record Loss(
      ObjectName object, String key, long revision, Optional<EncryptionPrefix> from) {}

  /// Which backup's value is meant.
  public enum Side {
    BEFORE,
    AFTER,
    BOTH
  }

  /// A value that was not compared.
  ///
  /// @param side whose value was not opened
  /// @param prefix of that value, the one before of both; empty if it is no API server's
  public record Undecided(
      ObjectName object, String key, Side side, Optional<EncryptionPrefix> prefix, String reason) {}

  /// Values that were not compared for the same reason.
  ///
  /// @param keys the first of them
  public record UndecidedGroup(
      Side side, Optional<EncryptionPrefix> prefix, String reason, long values, List<String> keys) {
    public UndecidedGroup {
      keys = List.copyOf(keys);
    }
  }

  /// Differences of a resource that clusters write by themselves.
  ///
  /// @param resource such as `leases.coordination.k8s.io`
  public record Churn(String resource, long added, long removed, long changed) {
    public long values() {
      return added + removed + changed;
    }
  }

  /// Whether the content is the same, and nothing lost its protection.
  public boolean isSame() {
    return counts.added() + counts.removed() + counts.changed() + counts.protectionLost() == 0;
  }
}
