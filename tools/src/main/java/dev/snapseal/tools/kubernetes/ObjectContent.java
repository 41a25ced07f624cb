package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an object holds besides its metadata, as one sequence of bytes: the same for two revisions
/// of which only labels, owners or managers differ, whether they are stored as protobuf or JSON.
///
/// Of a Secret that is `data` and, where somebody stored it, `stringData`, of a ConfigMap `data`
/// and `binaryData`; of what is stored as JSON all but `apiVersion`, `kind` and `metadata`; of
/// other protobuf kinds the fields behind the metadata as they are stored.
public final class ObjectContent {
  private static final Set<String> ABOUT_THE_OBJECT = Set.of("apiVersion", "kind", "metadata");

  private final Sink sink;

  private ObjectContent(Sink sink) {
    this.sink = sink;
  }

  /// Takes the bytes.
  public interface Sink {
    /// Takes a number that says what follows, or how much of it.
    void number(long number);

    void bytes(MemorySegment bytes);
  }

  /// A member of the data of a Secret or ConfigMap, which is rotated by itself.
  ///
  /// @param base64 what it holds, as a Secret's `data` has it
  public record Member(String name, String base64) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// The members of the data of a Secret or ConfigMap that are not empty, in whichever of its maps
  /// they lie; empty for other kinds, and if a map is none.
  public static Optional<List<Member>> members(DecodedObject object) {
    return switch (object.resource().map(Object::toString).orElse("")) {
      case "secrets" -> members(object.tree(), "data", "stringData");
      case "configmaps" -> members(object.tree(), "binaryData", "data");
      default -> Optional.empty();
    };
  }

  private static Optional<List<Member>> members(ObjectNode object, String encoded, String text) {
    List<Member> members = new ArrayList<>();
    boolean isKnown =
        addMembers(object.path(encoded), members, UnaryOperator.identity())
            && addMembers(
                object.path(text),
                members,
                value -> Base64.getEncoder().encodeToString(value.getBytes(UTF_8)));
    return isKnown ? Optional.of(members) : Optional.empty();
  }

  /// Whether they could all be read.
  private static boolean addMembers(
      JsonNode map, List<Member> members, UnaryOperator<String> toBase64) {
    if (map.isMissingNode() || map.isNull()) {
      return true;
    }
    if (!map.isObject()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      if (!entry.getValue().isString() && !entry.getValue().isNull()) {
        return false;
      }
      String value = entry.getValue().asString("");
      if (!value.isEmpty()) {
        members.add(new Member(entry.getKey(), toBase64.apply(value)));
      }
    }
    return true;
  }

  /// Gives the content of an object to `sink`.
  ///
  /// @param value decrypted
  /// @param object what [ObjectDecoder] made of it
  public static void read(MemorySegment value, DecodedObject object, Sink sink)
      throws MalformedObjectException {
    ObjectContent content = new ObjectContent(sink);
    switch (object.resource().map(Object::toString).orElse("")) {
      case "secrets" -> content.members(object.tree(), List.of("data", "stringData"));
      case "configmaps" -> content.members(object.tree(), List.of("data", "binaryData"));
      default -> {
        if (object.form() == StoredForm.PROTOBUF) {
          content.wire(value);
        } else {
          content.members(object.tree(), names(object.tree(), ABOUT_THE_OBJECT));
        }
      }
    }
  }

  private static Iterable<String> names(ObjectNode object, Set<String> without) {
    Set<String> names = new TreeSet<>(object.propertyNames());
    names.removeAll(without);
    return names;
  }

  /// Members that are absent or empty are the same.
  private void members(ObjectNode object, Iterable<String> names) {
    for (String name : names) {
      JsonNode member = object.path(name);
      if (!member.isMissingNode()
          && !member.isNull()
          && !(member.isContainer() && member.isEmpty())) {
        text(name);
        node(member);
      }
    }
  }

  /// As deep as the reader of JSON lets an object be.
  private void node(JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        Set<String> names = new TreeSet<>(object.propertyNames());
        sink.number('{');
        sink.number(names.size());
        for (String name : names) {
          text(name);
          node(object.get(name));
        }
      }
      case JsonNode array when array.isArray() -> {
        sink.number('[');
        sink.number(array.size());
        array.forEach(this::node);
      }
      default -> {
        sink.number(node.isString() ? '"' : 'v');
        text(node.asString());
      }
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    sink.number(utf8.length);
    sink.bytes(MemorySegment.ofArray(utf8));
  }

  private void wire(MemorySegment value) throws MalformedObjectException {
    try {
      MemorySegment raw = ProtobufEnvelope.read(value).raw();
      ProtobufReader fields = ProtobufReader.withGroups(raw);
      while (fields.next()) {
        if (fields.fieldNumber() != ObjectShapes.METADATA_FIELD) {
          sink.bytes(raw.asSlice(fields.fieldStart(), fields.fieldEnd() - fields.fieldStart()));
        }
      }
    } catch (MalformedProtobufException e) {
      throw MalformedObjectException.wire("", e);
    }
  }
}
