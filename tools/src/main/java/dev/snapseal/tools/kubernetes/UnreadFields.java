package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Collects the fields that are not shown, and bounds what a hostile value can make of them.
final class UnreadFields {
  private static final int MAX_LISTED = 1000;

  private final MemorySegment value;
  private final List<UnreadField> listed = new ArrayList<>();
  private long count;

  /// @param value the whole stored value, from which offsets count
  UnreadFields(MemorySegment value) {
    this.value = value;
  }

  /// Notes the current field of a reader over `message`, a slice of the value.
  void add(String path, MemorySegment message, ProtobufReader field) {
    count++;
    if (listed.size() < MAX_LISTED) {
      long offset = message.address() - value.address() + field.valueOffset();
      listed.add(
          new UnreadField(
              path, field.fieldNumber(), field.wireType(), offset, field.valueLength()));
    }
  }

  List<UnreadField> listed() {
    return listed;
  }

  long count() {
    return count;
  }
}
