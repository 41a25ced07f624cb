package dev.snapseal.tools.history;

import dev.snapseal.tools.history.KeyHistory.Origin;
import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.FieldManager;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import dev.snapseal.tools.kubernetes.ObjectTimes;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Optional;

/// Infers when and by whom an object was last changed.
public final class OriginReader {
  private OriginReader() {}

  /// The newest of the managers' times, else the creation.
  ///
  /// @param content decrypted
  static Optional<Origin> read(MemorySegment content, long modRevision) {
    try {
      return of(ObjectDecoder.decodeDataAndMetadata(content, modRevision));
    } catch (ObjectDecodingException e) {
      return Optional.empty();
    }
  }

  /// The newest of the managers' times, else the creation.
  public static Optional<Origin> of(DecodedObject object) {
    return ObjectTimes.managers(object).stream()
        .filter(manager -> manager.time().isPresent())
        .findFirst()
        .map(OriginReader::ofManager)
        .or(() -> ObjectTimes.created(object).map(OriginReader::ofCreation));
  }

  private static Origin ofManager(FieldManager manager) {
    return new Origin(
        manager.time().orElseThrow(), manager.manager(), manager.operation(), "managedFields");
  }

  private static Origin ofCreation(Instant time) {
    return new Origin(time, "", "Create", "creationTimestamp");
  }
}
