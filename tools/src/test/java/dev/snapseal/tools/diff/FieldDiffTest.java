package dev.snapseal.tools.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class FieldDiffTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String CANARY = "hunter";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final String DEPLOYMENT =
      """
      {"apiVersion":"apps/v1","kind":"Deployment",
       "metadata":{"name":"web","annotations":{
         "kubectl.kubernetes.io/last-applied-configuration":"{hunter0}","note":"n"}},
       "spec":{"template":{"spec":{
         "containers":[{"name":"a","image":"i","env":[{"name":"T","value":"hunter1"}]}],
         "initContainers":[{"name":"b","env":[{"name":"U","value":"hunter2"}]}],
         "values":{"env":{"V":"hunter3"}}}},
        "objects":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},
          "data":{"p":"hunter4"},"stringData":{"q":"hunter5"}}]}}
      """;

  /// Whatever of its ancestors is new or gone, alone or with others.
  @Test
  void noSecretIsShownWhicheverAncestorIsNewOrGone() {
    ObjectNode whole = (ObjectNode) MAPPER.readTree(DEPLOYMENT);
    int places = places(whole).size();
    assertTrue(places > 30, "places: " + places);
    for (int i = 0; i < places; i++) {
      ObjectNode without = whole.deepCopy();
      places(without).get(i).remove();
      assertHidden(without, whole);
    }
    assertHidden(MAPPER.createObjectNode(), whole);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noSecretOfARandomObjectIsShown(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      ObjectNode one = random(random, 0);
      ObjectNode other = random.nextBoolean() ? random(random, 0) : one.deepCopy();
      for (int cuts = random.nextInt(4); cuts > 0; cuts--) {
        List<Place> places = places(other);
        if (!places.isEmpty()) {
          places.get(random.nextInt(places.size())).remove();
        }
      }
      assertHidden(one, other);
    }
  }

  @Test
  void whatIsNoSecretIsShownBesideOne() {
    ObjectNode whole = (ObjectNode) MAPPER.readTree(DEPLOYMENT);
    ObjectNode without = whole.deepCopy();
    ((ArrayNode) without.at("/spec/template/spec/containers")).removeAll();
    FieldChange change = only(without, whole);
    assertEquals("spec.template.spec.containers[a]", change.path());
    assertEquals(
        Optional.of("{\"name\":\"a\",\"image\":\"i\",\"env\":\"<redacted>\"}"), change.after());
  }

  @Test
  void ofASecretOnlyLabelsAreShown() {
    ObjectNode before = MAPPER.createObjectNode().put("kind", "Secret").put("type", "hunter");
    ObjectNode after = before.deepCopy().put("type", "hunter2");
    after.putObject("metadata").putObject("labels").put("app.io/x", "web");
    Set<String> shown = shown(before, after);
    assertEquals(Set.of("<redacted>"), shown);
    before.putObject("metadata").putObject("labels").put("app.io/x", "db");
    before.withObject("/metadata").put("labelsOfOthers", "hunter");
    assertEquals(Set.of("<redacted>", "\"db\"", "\"web\""), shown(before, after));
  }

  /// Trees say U+FFFD for either, and nothing of a field that no release has.
  @Test
  void bytesThatTheTreeDoesNotShowAreCompared() throws ObjectDecodingException {
    FieldDiff.Result result =
        FieldDiff.of(decoded((byte) 0xE9, 1), decoded((byte) 0xEA, 2), FieldDiff.Secrecy.OPEN);
    assertEquals(
        List.of(
            new FieldChange(
                "99 (unknown field)", Optional.of("<1 bytes>"), Optional.of("<1 bytes>")),
            new FieldChange(
                "data.k (not UTF-8)", Optional.of("<2 bytes>"), Optional.of("<2 bytes>"))),
        result.listed());
    DecodedObject same = decoded((byte) 0xE9, 1);
    assertEquals(0, FieldDiff.of(same, decoded((byte) 0xE9, 1), FieldDiff.Secrecy.OPEN).count());
  }

  /// A ConfigMap whose `k` is an `a` and a byte, and whose field 99 is a number.
  private static DecodedObject decoded(byte octet, int unknown) throws ObjectDecodingException {
    byte[] head = {'k', '8', 's', 0, 10, 15, 10, 2, 'v', '1', 18, 9};
    byte[] kind = "ConfigMap".getBytes(StandardCharsets.US_ASCII);
    byte[] raw = {18, 12, 18, 7, 10, 1, 'k', 18, 2, 'a', octet, (byte) 0x98, 6, (byte) unknown};
    byte[] value = new byte[head.length + kind.length + raw.length];
    System.arraycopy(head, 0, value, 0, head.length);
    System.arraycopy(kind, 0, value, head.length, kind.length);
    System.arraycopy(raw, 0, value, head.length + kind.length, raw.length);
    return ObjectDecoder.decode(MemorySegment.ofArray(value), 1);
  }

  private static FieldChange only(ObjectNode before, ObjectNode after) {
    FieldDiff.Result result = FieldDiff.of(before, after, FieldDiff.Secrecy.OPEN);
    assertEquals(1, result.count());
    return result.listed().getFirst();
  }

  private static void assertHidden(ObjectNode one, ObjectNode other) {
    for (Set<String> shown : List.of(shown(one, other), shown(other, one))) {
      assertFalse(shown.toString().contains(CANARY), () -> one + "\n" + other + "\n" + shown);
    }
  }

  private static Set<String> shown(ObjectNode before, ObjectNode after) {
    Set<String> shown = new TreeSet<>();
    for (FieldChange change : FieldDiff.of(before, after, FieldDiff.Secrecy.OPEN).listed()) {
      change.before().ifPresent(shown::add);
      change.after().ifPresent(shown::add);
    }
    return shown;
  }

  /// A node that can be taken out of its parent.
  private record Place(JsonNode parent, String name, int index) {
    void remove() {
      switch (parent) {
        case ObjectNode object -> object.remove(name);
        case ArrayNode list -> list.remove(index);
        default -> throw new AssertionError(parent);
      }
    }
  }

  private static List<Place> places(JsonNode node) {
    List<Place> places = new ArrayList<>();
    collect(node, places);
    return places;
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      for (String name : object.propertyNames()) {
        // A Secret that is no longer said to be one is shown as what it says it is.
        if (!name.equals("kind")) {
          places.add(new Place(object, name, 0));
        }
        collect(object.get(name), places);
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        places.add(new Place(list, "", i));
        collect(list.get(i), places);
      }
    }
  }

  /// Canaries stand only where nothing may be shown.
  private static ObjectNode random(Random random, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = random.nextInt(4); i >= 0; i--) {
      switch (random.nextInt(depth < 6 ? 9 : 4)) {
        case 0 -> object.put("env", CANARY);
        case 1 -> object.put(LAST_APPLIED, CANARY);
        case 2 -> object.putArray("env").addObject().put("value", CANARY);
        case 3 -> object.put("x" + random.nextInt(3), random.nextInt(3));
        case 4 -> object.set("metadata", random(random, depth + 1));
        case 5 -> object.set("a.b", random(random, depth + 1));
        case 6 -> object.putArray("list").add(random(random, depth + 1)).add("x");
        case 7 -> object.putArray("list").add(random(random, depth + 1).put("name", "n"));
        default -> {
          ObjectNode secret = object.putObject("secret").put("kind", "Secret");
          secret.putObject("data").put("p", CANARY);
        }
      }
    }
    return object;
  }
}
