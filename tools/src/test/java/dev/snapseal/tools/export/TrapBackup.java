package dev.snapseal.tools.export;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A backup of objects that only come back in the right order and in the right version: a webhook
/// that refuses everything in its namespace, a Pod that needs its ServiceAccount, versions that are
/// gone, custom resources with a built-in kind's name, and a Pod that is being deleted.
final class TrapBackup {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final String POD_SPEC =
      "{\"serviceAccountName\":\"app\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}";
  private static final String TEMPLATE =
      "{\"metadata\":{\"labels\":{\"app\":\"web\"}},\"spec\":{\"restartPolicy\":\"Never\","
          + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";

  private TrapBackup() {}

  static EtcdBuilder cluster() {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    put(etcd, "namespaces/prod", "v1", "Namespace", "", "prod", "{}");
    put(etcd, "namespaces/default", "v1", "Namespace", "", "default", LABELLED);
    put(etcd, "serviceaccounts/prod/app", "v1", "ServiceAccount", "prod", "app", "{}");
    put(etcd, "pods/prod/bare", "v1", "Pod", "prod", "bare", "{\"spec\":" + POD_SPEC + "}");
    put(etcd, "pods/prod/leaving", "v1", "Pod", "prod", "leaving", LEAVING);
    put(etcd, "services/specs/prod/web", "v1", "Service", "prod", "web", SERVICE);
    put(etcd, "cronjobs/prod/nightly", "batch/v1beta1", "CronJob", "prod", "nightly", CRON);
    put(
        etcd,
        "poddisruptionbudgets/prod/none",
        "policy/v1beta1",
        "PodDisruptionBudget",
        "prod",
        "none",
        "{\"spec\":{\"minAvailable\":1,\"selector\":{}}}");
    put(etcd, "ingress/prod/web", "extensions/v1beta1", "Ingress", "prod", "web", INGRESS);
    put(
        etcd,
        "apiextensions.k8s.io/customresourcedefinitions/jobs.batch.example.io",
        "apiextensions.k8s.io/v1beta1",
        "CustomResourceDefinition",
        "",
        "jobs.batch.example.io",
        definition("batch.example.io", "jobs", "Job", "Namespaced", SCHEMA));
    put(
        etcd,
        "apiextensions.k8s.io/customresourcedefinitions/olds.legacy.example.io",
        "apiextensions.k8s.io/v1beta1",
        "CustomResourceDefinition",
        "",
        "olds.legacy.example.io",
        definition("legacy.example.io", "olds", "Old", "Namespaced", ""));
    put(
        etcd,
        "apiextensions.k8s.io/customresourcedefinitions/apples.fruit.example.io",
        "apiextensions.k8s.io/v1beta1",
        "CustomResourceDefinition",
        "",
        "apples.fruit.example.io",
        definition("fruit.example.io", "apples", "Apple", "Cluster", SCHEMA));
    put(
        etcd,
        "batch.example.io/jobs/prod/forged",
        "batch.example.io/v1",
        "Job",
        "prod",
        "forged",
        "{\"spec\":{\"selector\":{\"which\":\"keep\"}},\"status\":{\"phase\":\"Failed\"}}");
    put(
        etcd,
        "legacy.example.io/olds/prod/o",
        "legacy.example.io/v1",
        "Old",
        "prod",
        "o",
        "{\"spec\":{\"what\":{\"ever\":\"anything\"}}}");
    put(etcd, "fruit.example.io/apples/a", "fruit.example.io/v1", "Apple", "", "a", "{}");
    put(
        etcd,
        "validatingwebhookconfigurations/hook",
        "admissionregistration.k8s.io/v1",
        "ValidatingWebhookConfiguration",
        "",
        "hook",
        WEBHOOK);
    return etcd;
  }

  private static final String LABELLED =
      "{\"metadata\":{\"labels\":{\"kubernetes.io/metadata.name\":\"default\","
          + "\"pod-security.kubernetes.io/enforce\":\"restricted\"}}}";

  private static final String LEAVING =
      "{\"metadata\":{\"deletionTimestamp\":\"2026-01-02T03:04:05Z\"},\"spec\":" + POD_SPEC + "}";

  private static final String SERVICE =
      "{\"spec\":{\"clusterIP\":\"10.1.2.3\",\"clusterIPs\":[\"10.1.2.3\"],"
          + "\"ports\":[{\"port\":80}],\"selector\":{\"app\":\"web\"}}}";

  private static final String CRON =
      "{\"spec\":{\"schedule\":\"1 2 * * *\",\"jobTemplate\":{\"spec\":{\"template\":"
          + TEMPLATE
          + "}}}}";

  private static final String INGRESS =
      "{\"spec\":{\"backend\":{\"serviceName\":\"web\",\"servicePort\":\"http\"},"
          + "\"rules\":[{\"host\":\"a.example\",\"http\":{\"paths\":[{\"path\":\"/\","
          + "\"backend\":{\"serviceName\":\"web\",\"servicePort\":80}}]}}]}}";

  private static final String SCHEMA =
      ",\"validation\":{\"openAPIV3Schema\":{\"type\":\"object\","
          + "\"x-kubernetes-preserve-unknown-fields\":true}},\"preserveUnknownFields\":false";

  private static final String WEBHOOK =
      "{\"webhooks\":[{\"name\":\"hook.example.io\",\"failurePolicy\":\"Fail\","
          + "\"sideEffects\":\"None\",\"admissionReviewVersions\":[\"v1\"],"
          + "\"clientConfig\":{\"url\":\"https://127.0.0.1:1/none\"},"
          + "\"rules\":[{\"apiGroups\":[\"*\"],\"apiVersions\":[\"*\"],"
          + "\"operations\":[\"CREATE\"],\"resources\":[\"*\"],\"scope\":\"*\"}]}]}";

  private static String definition(
      String group, String plural, String kind, String scope, String schema) {
    return ("{\"spec\":{\"group\":\"%s\",\"version\":\"v1\",\"scope\":\"%s\",\"names\":"
            + "{\"plural\":\"%s\",\"kind\":\"%s\"}%s}}")
        .formatted(group, scope, plural, kind, schema);
  }

  private static void put(
      EtcdBuilder etcd,
      String path,
      String apiVersion,
      String kind,
      String namespace,
      String name,
      String more) {
    ObjectNode object = MAPPER.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    ObjectNode given = (ObjectNode) MAPPER.readTree(more);
    if (given.get("metadata") instanceof ObjectNode members) {
      metadata.setAll(members);
      given.remove("metadata");
    }
    JsonNode rest = given;
    object.setAll((ObjectNode) rest);
    etcd.put("/registry/" + path, MAPPER.writeValueAsString(object));
  }
}
