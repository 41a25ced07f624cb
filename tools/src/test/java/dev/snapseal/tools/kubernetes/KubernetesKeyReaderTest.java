package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.OtherKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KubernetesKeyReaderTest {
  private final KubernetesKeyReader reader = new KubernetesKeyReader();

  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "/registry/secrets/prod/db, '', secrets, prod, db",
        "/registry/minions/node-1, '', nodes, '', node-1",
        "/registry/controllers/ns/web, '', replicationcontrollers, ns, web",
        "/registry/services/specs/ns/web, '', services, ns, web",
        "/registry/services/endpoints/ns/web, '', endpoints, ns, web",
        "/registry/ingress/ns/web, networking.k8s.io, ingresses, ns, web",
        "/registry/events/ns/web.17f0a1b2c3d4e5f6, '', events, ns, web.17f0a1b2c3d4e5f6",
        "/registry/deployments/ns/web, apps, deployments, ns, web",
        "/registry/clusterroles/system:node, rbac.authorization.k8s.io, clusterroles, '', "
            + "system:node",
        "/registry/ranges/serviceips, '', services, '', serviceips",
        "/registry/masterleases/10.0.0.1, '', apiServerIPInfo, '', 10.0.0.1",
        "/registry/peerserverleases/apiserver-x, '', apiServerPeerIPInfo, '', apiserver-x",
        "/registry/apiregistration.k8s.io/apiservices/v1., apiregistration.k8s.io, apiservices, "
            + "'', v1.",
        "/registry/apiextensions.k8s.io/customresourcedefinitions/a.b.c, apiextensions.k8s.io, "
            + "customresourcedefinitions, '', a.b.c",
        "/registry/cert-manager.io/certificates/ns/x, cert-manager.io, certificates, ns, x",
        "/registry/cert-manager.io/clusterissuers/x, cert-manager.io, clusterissuers, '', x",
        "/registry/kube-aggregator.kubernetes.io/apiregistration.k8s.io/apiservices/v1., "
            + "apiregistration.k8s.io, apiservices, '', v1.",
        "/kubernetes.io/secrets/openshift/x, '', secrets, openshift, x",
        "/openshift.io/routes/ns/x, route.openshift.io, routes, ns, x",
        "/openshift.io/oauth/accesstokens/sha256~x, oauth.openshift.io, oauthaccesstokens, '', "
            + "sha256~x",
        "/openshift.io/useridentities/a:b, user.openshift.io, identities, '', a:b",
        "/tenant-a/secrets/ns/x, '', secrets, ns, x",
        "/tenant/registry/services/specs/ns/x, '', services, ns, x",
        "/registry/secrets/lonely, '', secrets, '', lonely",
      })
  void aKeyNamesGroupResourceNamespaceAndName(
      String key, String group, String resource, String namespace, String name) {
    ObjectKey found = assertInstanceOf(ObjectKey.class, reader.read(key.getBytes(UTF_8)));
    assertAll(
        () -> assertEquals(group, found.group()),
        () -> assertEquals(resource, found.resource()),
        () -> assertEquals(namespace, found.namespace().orElse("")),
        () -> assertEquals(name, found.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "compact_rev_key, COMPACT_REVISION",
    "/registry/gadgets/ns/x, UNLISTED_RESOURCE",
    "/registry/health, FOREIGN",
    "/registry/secrets, FOREIGN",
    "/registry/secrets/, FOREIGN",
    "/registry/secrets//x, FOREIGN",
    "/registry/secrets/ns/, FOREIGN",
    "/registry/, FOREIGN",
    "/, FOREIGN",
    "'', FOREIGN",
    "secrets/ns/x, FOREIGN",
    "/calico/v3/ippools/default, FOREIGN",
    "/calico/resources/v3/projectcalico.org/ippools/default, FOREIGN",
    "/coreos.com/network/subnets/10.0.0.0-24, FOREIGN",
    "cilium/state/nodes/v1/default, FOREIGN",
    "/app/secrets/a/b/c, FOREIGN",
    "/registry/Bad.Group/things/x, UNLISTED_RESOURCE",
  })
  void aKeyThatNamesNoKnownObjectSaysWhy(String key, OtherKey expected) {
    assertEquals(expected, reader.read(key.getBytes(UTF_8)));
  }

  @Test
  void customResourcesUnderAForeignPrefixNeedThatPrefixToBeGiven() {
    byte[] key = "/k8s/clusters/a/demo.example.io/widgets/ns/x".getBytes(UTF_8);
    KubernetesKeyReader told = new KubernetesKeyReader(List.of("k8s/clusters/a/"));
    assertEquals(OtherKey.FOREIGN, reader.read(key));
    ObjectKey found = assertInstanceOf(ObjectKey.class, told.read(key));
    assertEquals("demo.example.io", found.group());
    assertEquals("/k8s/clusters/a", found.etcdPrefix());
  }

  @Test
  void theCallersArrayMayChangeAfterwards() {
    byte[] key = "/registry/secrets/prod/db".getBytes(UTF_8);
    ObjectKey found = (ObjectKey) reader.read(key);
    key[18] = 'x';
    assertEquals(Optional.of("prod"), found.namespace());
  }

  @Test
  void keysOfOneResourceShareIt() {
    ObjectKey one = (ObjectKey) reader.read("/registry/demo.io/ws/ns/a".getBytes(UTF_8));
    ObjectKey two = (ObjectKey) reader.read("/registry/demo.io/ws/ns/b".getBytes(UTF_8));
    assertSame(one.stored(), two.stored());
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 4097, 1 << 20})
  void anEndlessKeyIsReadOrForeignButNeverAnError(int length) {
    byte[] key = ("/registry/secrets/" + "a/".repeat(length)).substring(0, length).getBytes(UTF_8);
    KubernetesKey found = reader.read(key);
    assertEquals(length <= 4096, found instanceof ObjectKey);
  }

  @Test
  void everyKeyOfEveryRealClusterNamesAnObject() {
    List<String> unnamed =
        RealValue.ofAllClusters()
            .map(RealValue::key)
            .filter(key -> !(reader.read(key.getBytes(UTF_8)) instanceof ObjectKey))
            .distinct()
            .toList();
    assertEquals(List.of(), unnamed);
  }

  @Test
  void everyKeyOfTheZooNamesTheObjectTheApiServes() {
    assertAll(
        ServedObject.all("zoo-1.36").stream()
            .map(
                zoo ->
                    () -> {
                      ObjectKey key = (ObjectKey) reader.read(zoo.key().getBytes(UTF_8));
                      int slash = zoo.apiVersion().indexOf('/');
                      String group = zoo.apiVersion().substring(0, Math.max(0, slash));
                      assertEquals(group, key.group(), zoo.key());
                      key.stored().kind().ifPresent(kind -> assertEquals(zoo.kind(), kind));
                      assertEquals(zoo.object().at("/metadata/name").stringValue(), key.name());
                      assertEquals(
                          zoo.object().at("/metadata/namespace").asString(""),
                          key.namespace().orElse(""));
                    }));
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  void everyBuiltInResourceIsFoundAgainUnderItsOwnPath(Scope scope) {
    Stream<StoredResource> resources =
        BuiltInResources.byPath().values().stream().filter(resource -> resource.scope() == scope);
    assertAll(
        resources.map(
            resource ->
                () -> {
                  String rest = scope == Scope.NAMESPACED ? "/ns/name" : "/name";
                  String key = "/registry/" + resource.path() + rest;
                  ObjectKey found = (ObjectKey) reader.read(key.getBytes(UTF_8));
                  assertSame(resource, found.stored());
                }));
  }
}
