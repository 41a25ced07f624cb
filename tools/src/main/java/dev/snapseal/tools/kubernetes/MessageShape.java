package dev.snapseal.tools.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The fields of a message, in the order in which they are shown.
record MessageShape(List<FieldShape> fields) {

  MessageShape {
    fields = List.copyOf(fields);
  }

  static MessageShape of(FieldShape... fields) {
    return new MessageShape(Arrays.asList(fields));
  }

  Optional<FieldShape> field(int number) {
    return fields.stream().filter(field -> field.number() == number).findFirst();
  }
}
