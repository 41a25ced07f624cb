package dev.snapseal.tools.caseindex;

import java.time.Instant;
import java.util.Optional;

/// When a revision was written, as far as anything says it. All of it is the word of whoever wrote
/// the objects: etcd keeps no times.
///
/// @param stated by the object itself
/// @param notBefore if it says nothing: a neighbouring revision's time, the nearest before it
/// @param notAfter likewise, the nearest behind it
public record WrittenTime(
    Optional<StatedTime> stated, Optional<Instant> notBefore, Optional<Instant> notAfter) {
  /// What the contract calls times that neighbours say.
  public static final String INFERRED = "inferred";

  /// Nothing says it.
  public static final WrittenTime UNKNOWN =
      new WrittenTime(Optional.empty(), Optional.empty(), Optional.empty());

  static WrittenTime of(StatedTime time) {
    return new WrittenTime(Optional.of(time), Optional.empty(), Optional.empty());
  }

  /// Clocks of machines differ, so that the revision before may claim the later time.
  static WrittenTime between(Optional<Instant> before, Optional<Instant> after) {
    boolean isSwapped =
        before.isPresent() && after.isPresent() && before.get().isAfter(after.get());
    return isSwapped
        ? new WrittenTime(Optional.empty(), after, before)
        : new WrittenTime(Optional.empty(), before, after);
  }

  /// The same, and known not to be before another time either: whichever is later counts.
  WrittenTime notBefore(Instant other) {
    boolean isKnown = notBefore.filter(known -> !known.isBefore(other)).isPresent();
    return isKnown ? this : between(Optional.of(other), notAfter);
  }

  /// `managedFields`, `creationTimestamp`, `renewTime` or `inferred`.
  public Optional<String> source() {
    return stated
        .map(time -> time.source().jsonName())
        .or(
            () ->
                notBefore.isPresent() || notAfter.isPresent()
                    ? Optional.of(INFERRED)
                    : Optional.empty());
  }
}
