package dev.snapseal.crypto.config;

import java.util.List;
import java.util.Optional;

/// A value of a configuration file, JSON or YAML, before anyone has asked what it means.
sealed interface ConfigNode {
  /// How Go's JSON decoder names this kind in its errors.
  String goName();

  /// What Go's decoder puts into a string: text, and nothing for null; empty for another kind.
  default Optional<String> asString() {
    return Optional.empty();
  }

  /// Fields in the order of the file (JSON) or of their names (YAML, as the server's conversion to
  /// JSON has them); names may repeat.
  record Mapping(List<Field> fields) implements ConfigNode {
    /// The text of a field; of several with the name, the last.
    Optional<String> text(String name) {
      return field(name)
          .flatMap(
              value -> value instanceof Text(String text) ? Optional.of(text) : Optional.empty());
    }

    /// The mapping that is a field's value.
    Optional<Mapping> mapping(String name) {
      return field(name)
          .flatMap(value -> value instanceof Mapping found ? Optional.of(found) : Optional.empty());
    }

    private Optional<ConfigNode> field(String name) {
      return fields.stream()
          .filter(field -> field.name().equals(name))
          .map(Field::value)
          .reduce((_, last) -> last);
    }

    @Override
    public String goName() {
      return "object";
    }

    @Override
    public String toString() {
      return "Mapping[" + fields.size() + " fields]";
    }
  }

  /// One field of a mapping.
  record Field(String name, ConfigNode value) {}

  record Sequence(List<ConfigNode> items) implements ConfigNode {
    @Override
    public String goName() {
      return "array";
    }
  }

  record Text(String value) implements ConfigNode {
    @Override
    public String goName() {
      return "string";
    }

    @Override
    public Optional<String> asString() {
      return Optional.of(value);
    }

    @Override
    public String toString() {
      return "Text[" + value.length() + " characters]";
    }
  }

  record Numeral(String literal) implements ConfigNode {
    @Override
    public String goName() {
      return "number";
    }
  }

  record Bool(boolean value) implements ConfigNode {
    @Override
    public String goName() {
      return "bool";
    }
  }

  record Null() implements ConfigNode {
    @Override
    public String goName() {
      return "null";
    }

    @Override
    public Optional<String> asString() {
      return Optional.of("");
    }
  }
}
