package dev.snapseal.tools.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class ObjectTimesTest {
  @Test
  void managersComeNewestFirstAndThoseWithoutATimeLast() {
    ObjectNode object =
        object(
            """
            {"metadata":{"managedFields":[
              {"manager":"timeless","operation":"Update"},
              {"manager":"old","operation":"Apply","time":"2026-01-01T00:00:00Z"},
              {"manager":"new","operation":"Update","subresource":"status",
               "time":"2026-01-02T01:00:00+01:00"}]}}
            """);
    assertEquals(
        List.of(
            new FieldManager(
                "new", "Update", "status", Optional.of(Instant.parse("2026-01-02T00:00:00Z"))),
            new FieldManager(
                "old", "Apply", "", Optional.of(Instant.parse("2026-01-01T00:00:00Z"))),
            new FieldManager("timeless", "Update", "", Optional.empty())),
        ObjectTimes.managers(object));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"metadata\":7}",
        "{\"metadata\":{\"managedFields\":{}}}",
        "{\"metadata\":{\"creationTimestamp\":\"yesterday\"}}",
        "{\"metadata\":{\"creationTimestamp\":null,\"managedFields\":\"x\"}}"
      })
  void anObjectThatSaysNothingHasNeitherTimeNorManagers(String json) {
    assertEquals(List.of(), ObjectTimes.managers(object(json)));
    assertEquals(Optional.empty(), ObjectTimes.created(object(json)));
  }

  @Test
  void everyObjectOfTheZooSaysWhenItWasCreated() {
    for (ServedObject zoo : ServedObject.all("zoo-1.36")) {
      assertEquals(
          zoo.object().at("/metadata/creationTimestamp").stringValue(),
          ObjectTimes.created(zoo.object()).orElseThrow().toString());
    }
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) ServedObject.MAPPER.readTree(json);
  }
}
