package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects the fields that are not in the tree, and bounds what a hostile value can make of them.
final class UnreadFields {
  private static final int MAX_LISTED = 1000;

  private final MemorySegment value;
  private final Content content;
  private final List<UnreadField> listed = new ArrayList<>();
  private long count;

  /// Whether the fields' own bytes are kept. Fields do not overlap, so together they are no larger
  /// than the value.
  enum Content {
    KEPT,
    LEFT
  }

  /// @param value the whole stored value, from which offsets count
  UnreadFields(MemorySegment value, Content content) {
    this.value = value;
    this.content = content;
  }

  /// Notes the current field of a reader over `message`, a slice of the value.
  void add(String path, MemorySegment message, ProtobufReader field) {
    count++;
    if (listed.size() < MAX_LISTED) {
      long offset = message.address() - value.address() + field.valueOffset();
      listed.add(
          new UnreadField(
              path,
              field.fieldNumber(),
              field.wireType(),
              offset,
              field.valueLength(),
              switch (content) {
                case KEPT -> Optional.of(base64(value.asSlice(offset, field.valueLength())));
                case LEFT -> Optional.empty();
              }));
    }
  }

  static String base64(MemorySegment bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  /// In the order in which they are stored.
  List<UnreadField> listed() {
    return listed.stream().sorted(Comparator.comparingLong(UnreadField::offset)).toList();
  }

  long count() {
    return count;
  }
}
