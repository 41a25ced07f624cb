package dev.snapseal.tools.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an API server serves of versions that are gone; what it takes is seen in AppliedExportIT.
class ServedVersionTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # apiVersion              | kind | object | served apiVersion | served
          discovery.k8s.io/v1beta1 | EndpointSlice \
          | {"endpoints":[{"nodeName":"n","topology":{"kubernetes.io/hostname":"n","topology.kubernetes.io/zone":"z"}}]} \
          | discovery.k8s.io/v1 | {"endpoints":[{"nodeName":"n","zone":"z"}]}
          discovery.k8s.io/v1beta1 | EndpointSlice \
          | {"endpoints":[{"nodeName":"n","topology":{"kubernetes.io/hostname":"m"}}]} \
          | discovery.k8s.io/v1 | {"endpoints":[{"nodeName":"n","deprecatedTopology":{"kubernetes.io/hostname":"m"}}]}
          flowcontrol.apiserver.k8s.io/v1beta2 | PriorityLevelConfiguration \
          | {"spec":{"limited":{"assuredConcurrencyShares":5}}} \
          | flowcontrol.apiserver.k8s.io/v1 | {"spec":{"limited":{"nominalConcurrencyShares":5}}}
          policy/v1beta1 | PodDisruptionBudget \
          | {"spec":{"selector":{"matchExpressions":[{"key":"pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match","operator":"DoesNotExist"}]}}} \
          | policy/v1 | {"spec":{"selector":{}}}
          policy/v1beta1 | PodDisruptionBudget | {"spec":{"selector":{"matchLabels":{"a":"b"}}}} \
          | policy/v1 | {"spec":{"selector":{"matchLabels":{"a":"b"}}}}
          extensions/v1beta1 | Deployment | {"spec":{"replicas":2,"rollbackTo":{"revision":1}}} \
          | apps/v1 | {"spec":{"replicas":2}}
          admissionregistration.k8s.io/v1beta1 | MutatingAdmissionPolicy \
          | {"metadata":{"managedFields":[{"apiVersion":"admissionregistration.k8s.io/v1"}]}} \
          | admissionregistration.k8s.io/v1 | {"metadata":{"managedFields":[{"apiVersion":"admissionregistration.k8s.io/v1"}]}}
          admissionregistration.k8s.io/v1beta1 | MutatingAdmissionPolicy \
          | {"metadata":{"managedFields":[{"apiVersion":"admissionregistration.k8s.io/v1beta1"}]}} \
          | admissionregistration.k8s.io/v1beta1 | {"metadata":{"managedFields":[{"apiVersion":"admissionregistration.k8s.io/v1beta1"}]}}
          autoscaling/v2beta1 | HorizontalPodAutoscaler | {"spec":{}} | autoscaling/v2beta1 | {"spec":{}}
          batch.example.io/v1beta1 | CronJob | {"spec":{}} | batch.example.io/v1beta1 | {"spec":{}}
          """)
  void isTheOneThatServersHave(
      String stored, String kind, String object, String served, String expected) {
    ObjectNode changed = object(stored, kind, object);
    ServedVersion.apply(changed);
    assertEquals(object(served, kind, expected), changed);
  }

  private static ObjectNode object(String apiVersion, String kind, String rest) {
    ObjectNode object = MAPPER.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    object.setAll((ObjectNode) MAPPER.readTree(rest));
    return object;
  }
}
