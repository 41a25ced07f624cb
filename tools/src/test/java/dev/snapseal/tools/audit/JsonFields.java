package dev.snapseal.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Compares a JSON object with a list of its fields.
public final class JsonFields {
  private JsonFields() {}

  /// The object has exactly these fields, in this order, of these types.
  ///
  /// @param expected `name:type`, blank between; a `?` behind the type allows `null`
  public static void assertFields(JsonNode object, String expected) {
    List<String> names = new ArrayList<>();
    for (String field : List.of(expected.split(" ", -1))) {
      String name = field.substring(0, field.indexOf(':'));
      names.add(name);
      String type = field.substring(field.indexOf(':') + 1);
      JsonNode value = object.get(name);
      assertTrue(value != null && isOf(type, value), field + " is " + value);
    }
    assertEquals(names, List.copyOf(object.propertyNames()));
  }

  private static boolean isOf(String type, JsonNode value) {
    if (type.endsWith("?")) {
      return value.isNull() || isOf(type.substring(0, type.length() - 1), value);
    }
    return switch (type) {
      case "string" -> value.isString();
      case "number" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> throw new IllegalArgumentException(type);
    };
  }
}
