package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectArgumentTest {
  @ParameterizedTest
  @CsvSource({
    "secret/prod/db, /registry/secrets/prod/db",
    "Secrets/prod/db, /registry/secrets/prod/db",
    "cm/prod/app, /registry/configmaps/prod/app",
    "configmap/app, /registry/configmaps/default/app",
    "svc/prod/web, /registry/services/specs/prod/web",
    "endpoints/prod/web, /registry/services/endpoints/prod/web",
    "node/n1, /registry/minions/n1",
    "ing/prod/web, /registry/ingress/prod/web",
    "deploy/prod/web, /registry/deployments/prod/web",
    "deployments.apps/prod/web, /registry/deployments/prod/web",
    "crd/widgets.demo.example.io, "
        + "/registry/apiextensions.k8s.io/customresourcedefinitions/widgets.demo.example.io",
    "widgets.demo.example.io/prod/w, /registry/demo.example.io/widgets/prod/w",
  })
  void anArgumentNamesAnEtcdKey(String argument, String key) {
    assertEquals(List.of(key), ObjectArgument.parse(argument).orElseThrow().etcdKeys("/registry"));
  }

  @Test
  void aCustomResourceWithoutANamespaceMayBeOfTheClusterOrInDefault() {
    assertEquals(
        List.of(
            "/registry/demo.example.io/widgets/w", "/registry/demo.example.io/widgets/default/w"),
        ObjectArgument.parse("widgets.demo.example.io/w").orElseThrow().etcdKeys("registry/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "secret",
        "secret/",
        "secret//db",
        "/registry/secrets/prod/db",
        "secret/a/b/c",
        "gadget/a/b",
        "node/ns/n1",
        ".x/a/b",
        "x./a/b",
        "ranges/serviceips"
      })
  void whatNamesNoObjectIsEmpty(String argument) {
    assertTrue(ObjectArgument.parse(argument).isEmpty());
  }

  @Test
  void everyObjectOfTheZooIsFoundByKindAndByResource() {
    Set<String> keys = RealValue.newest(TestData.cluster("zoo-1.36")).keySet();
    KubernetesKeyReader reader = new KubernetesKeyReader();
    for (ServedObject zoo : ServedObject.all("zoo-1.36")) {
      MemorySegment bytes = MemorySegment.ofArray(zoo.key().getBytes(UTF_8));
      ObjectKey key = (ObjectKey) reader.read(bytes);
      boolean isCustom = key.stored().scope() == Scope.BY_SEGMENTS;
      String kind = isCustom ? key.groupResource().toString() : zoo.kind().toLowerCase(Locale.ROOT);
      String rest = key.namespace().map(ns -> ns + "/").orElse("") + key.name();
      for (String name : List.of(kind, key.groupResource().toString())) {
        List<String> found =
            ObjectArgument.parse(name + "/" + rest).orElseThrow().etcdKeys("/registry");
        assertTrue(found.contains(zoo.key()) && keys.contains(zoo.key()), zoo.key());
      }
    }
  }
}
