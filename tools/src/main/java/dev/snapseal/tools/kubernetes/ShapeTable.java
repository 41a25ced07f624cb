package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.tools.kubernetes.FieldShape.Cardinality;
import dev.snapseal.tools.kubernetes.FieldType.Plain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The messages of Kubernetes' built-in kinds: field numbers, JSON names, types. Safe for use by
/// several threads.
///
/// The resource `kubernetes-shapes.txt` has a line for each kind, `=apiVersion kind message`, and
/// one for each message: its name and, each behind a blank, its fields in the order of the API's Go
/// types, as `number:jsonName:type:flags`. The type is a [Plain#word] or the name of a message;
/// `[]` behind it makes it a list and `{}` a map. Flags are `e` for `omitempty`, `z` for
/// `omitzero`, `p` for a pointer, `i` for a message whose fields stand in its parent.
///
/// A line is cut when its message is first met: a run needs a few of the thousand.
final class ShapeTable {
  private static final String RESOURCE = "kubernetes-shapes.txt";

  /// The table is read at its first use: most commands do without.
  private static final class Holder {
    static final ShapeTable TABLE = read();
  }

  private final Map<String, String> messageOfKind = new HashMap<>();
  private final Map<String, String> lines = new HashMap<>();
  private final Map<String, MessageShape> cut = new ConcurrentHashMap<>();

  private ShapeTable() {}

  static ShapeTable instance() {
    return Holder.TABLE;
  }

  private static ShapeTable read() {
    try (InputStream in = ShapeTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is not in this program");
      }
      ShapeTable table = new ShapeTable();
      new String(in.readAllBytes(), UTF_8).lines().forEach(table::add);
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    if (line.startsWith("=")) {
      int last = line.lastIndexOf(' ');
      messageOfKind.put(line.substring(1, last), line.substring(last + 1));
    } else if (!line.startsWith("#")) {
      int first = line.indexOf(' ');
      String name = first < 0 ? line : line.substring(0, first);
      lines.put(name, first < 0 ? "" : line.substring(first + 1));
    }
  }

  /// The message of a kind; empty if the table does not have it.
  Optional<MessageShape> ofKind(String apiVersion, String kind) {
    return Optional.ofNullable(messageOfKind.get(apiVersion + " " + kind)).map(this::message);
  }

  /// A message by its name in the table.
  MessageShape message(String name) {
    return cut.computeIfAbsent(
        name,
        wanted -> {
          String line = lines.get(wanted);
          if (line == null) {
            throw new IllegalStateException(RESOURCE + " has no message " + wanted);
          }
          return new MessageShape(fields(line));
        });
  }

  /// Every message name, for the test that cuts them all.
  Iterable<String> messageNames() {
    return lines.keySet();
  }

  private static List<FieldShape> fields(String line) {
    List<FieldShape> fields = new ArrayList<>();
    if (!line.isEmpty()) {
      for (String field : line.split(" ", -1)) {
        fields.add(field(field.split(":", -1)));
      }
    }
    return fields;
  }

  private static FieldShape field(String... parts) {
    String type = parts[2];
    Cardinality cardinality =
        type.endsWith("[]")
            ? Cardinality.LIST
            : type.endsWith("{}") ? Cardinality.MAP : Cardinality.ONE;
    String word =
        cardinality == Cardinality.ONE ? type : type.substring(0, type.length() - "[]".length());
    String flags = parts.length > 3 ? parts[3] : "";
    FieldShape shape =
        new FieldShape(
            Integer.parseInt(parts[0]), parts[1], type(word), cardinality, Presence.ALWAYS);
    return new FieldShape(
        shape.number(), shape.name(), shape.type(), cardinality, presence(shape, flags));
  }

  private static FieldType type(String word) {
    for (Plain plain : Plain.values()) {
      if (plain.word().equals(word)) {
        return plain;
      }
    }
    return new FieldType.Message(word);
  }

  private static Presence presence(FieldShape shape, String flags) {
    boolean isOmittable = flags.indexOf('e') >= 0;
    if (flags.indexOf('p') >= 0) {
      return isOmittable ? Presence.IF_ON_WIRE : Presence.OR_NULL;
    }
    if (!isOmittable) {
      return Presence.ALWAYS;
    }
    return shape.isStruct() && flags.indexOf('z') < 0 ? Presence.IF_ON_WIRE : Presence.UNLESS_ZERO;
  }
}
