package dev.snapseal.tools.caseindex;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An object that could be read in at least one evidence.
///
/// @param key etcd key, bytes that are not UTF-8 as `\xNN`
/// @param resource as a policy names it, such as `secrets`
/// @param cluster uid of the namespace `kube-system`; empty if it is not known
/// @param first the oldest readable revision, in the oldest evidence that shows it
/// @param last the newest evidence in which anything is readable, and the newest such revision
///   there; one whose revision is not known only if none is
/// @param unplaced a readable value whose revision is not known, in a newer evidence than `last`
/// @param revisions how many revisions could be read
/// @param scopes where they stood
/// @param newestRevision of the object's newest known value
/// @param unchanged what of its data could be read and is in the newest value
/// @param alsoIn where values that could be read stand now under another key, at most
///   [OtherPlaces#MAX_PLACES]
/// @param existence whether the object exists in the newest evidence of its cluster
public record Exposure(
    String key,
    String resource,
    Optional<String> namespace,
    Optional<String> name,
    Optional<String> cluster,
    Moment first,
    Moment last,
    Optional<Moment> unplaced,
    long revisions,
    Set<SightingScope> scopes,
    long newestRevision,
    Rotation rotation,
    UnchangedMembers unchanged,
    List<OtherPlace> alsoIn,
    Existence existence) {

  public Exposure {
    scopes = Set.copyOf(scopes);
    alsoIn = List.copyOf(alsoIn);
  }

  /// A readable value.
  ///
  /// @param revision main revision; 0 where it is not known
  /// @param evidence number of the evidence
  public record Moment(long revision, WrittenTime written, int evidence, SightingScope scope) {}

  /// Whether what could be read is still in use.
  public enum Rotation {
    /// The newest value can be read.
    NEWEST_READABLE("the newest value is readable"),
    /// The newest value is encrypted, with a key that public documentation prints.
    NEWEST_UNDER_PUBLISHED_KEY("the newest value is under a published key"),
    /// The newest value is encrypted, and holds what could be read before.
    SAME_DATA("the newest value holds the same data"),
    /// The newest value is encrypted, and some of what could be read before is in it.
    SAME_IN_PART("some of its data were not changed"),
    /// The newest value holds nothing of it, or it is not known; and another object does.
    ELSEWHERE("a value that was readable stands in another object"),
    /// The newest value holds other data, but perhaps some of what could be read before.
    PERHAPS_IN_PART("the data were changed, in part or whole"),
    /// The newest value holds nothing of what could be read.
    CHANGED("the data were changed"),
    /// What could be read is in the newest value only where it is no secret, such as a certificate.
    HARMLESS("what was not changed is no secret"),
    /// Neither the newest value nor any that could be read holds data.
    EMPTY("it holds no data"),
    /// The newest value is only in the write-ahead log, which holds requests that changed nothing.
    CHANGED_IN_LOG("only the write-ahead log says that the data were changed"),
    /// The newest value was not opened: it is encrypted, and no key given opens it.
    NOT_OPENED("the newest value was not opened"),
    /// The newest value was opened, but of a readable one it is not known what it held.
    NOT_COMPARABLE("a readable value cannot be compared");

    private final String reason;

    Rotation(String reason) {
      this.reason = reason;
    }

    public String reason() {
      return reason;
    }

    /// Whether it must still be rotated; empty if that is not known.
    public Optional<Boolean> isDue() {
      return switch (this) {
        case NEWEST_READABLE, NEWEST_UNDER_PUBLISHED_KEY, SAME_DATA, SAME_IN_PART, ELSEWHERE ->
            Optional.of(true);
        case CHANGED, HARMLESS, EMPTY -> Optional.of(false);
        case PERHAPS_IN_PART, CHANGED_IN_LOG, NOT_OPENED, NOT_COMPARABLE -> Optional.empty();
      };
    }
  }

  /// Whether there is such an object in the newest evidence.
  public enum Existence {
    EXISTS,
    DELETED
  }
}
