package dev.snapseal.tools.kubernetes;

import java.util.List;
import java.util.Optional;

/// The fields of a message, in the order in which they are shown.
record MessageShape(List<FieldShape> fields) {

  MessageShape {
    fields = List.copyOf(fields);
  }

  Optional<FieldShape> field(int number) {
    for (FieldShape field : fields) {
      if (field.number() == number) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}
