package dev.snapseal.crypto.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.testdata.TestData;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionConfigurationTest {
  private static final String HEAD =
      "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n";
  private static final String SECRET = "AxIhMEdWZXSLmqm4z97t/BMiMUBXZnWEm6q5yN/u/Qw=";

  /// Each rule has the identity provider and a key that bears the rule's name.
  private static final String RULES =
      HEAD
          + "resources:\n"
          + rule("secrets")
          + rule("deployments.apps")
          + rule("events")
          + rule("*.apps")
          + rule("*.")
          + rule("*.*");

  @ParameterizedTest
  @CsvSource({
    "secrets,secrets",
    "deployments.apps,deployments.apps",
    "statefulsets.apps,*.apps",
    "configmaps,*.",
    "widgets.example.com,*.*",
    "events,events",
    "events.events.k8s.io,events",
  })
  void exactBeatsItsGroupAndTheGroupBeatsEverything(String resource, String rule)
      throws InvalidConfigurationException {
    EncryptionConfiguration configuration = read(RULES);
    assertEquals(List.of(rule), keyNames(configuration, GroupResource.parse(resource)));
  }

  @Test
  void aResourceThatNoRuleNamesDiffersFromOneWithIdentityOnly()
      throws InvalidConfigurationException {
    EncryptionConfiguration configuration =
        read(HEAD + "resources:\n- resources: [secrets]\n  providers:\n  - identity: {}\n");
    assertTrue(configuration.rulesFor(GroupResource.parse("pods")).isEmpty());
    assertEquals(
        List.of(new ProviderConfiguration.Identity()),
        configuration.rulesFor(GroupResource.parse("secrets")).orElseThrow());
  }

  @Test
  void providersOfAResourceNamedTwiceAreAppended() throws InvalidConfigurationException {
    EncryptionConfiguration configuration =
        read(
            HEAD
                + "resources:\n"
                + rule("secrets").replace("name: secrets", "name: one")
                + rule("secrets").replace("name: secrets", "name: two"));
    assertEquals(List.of("one", "two"), keyNames(configuration, GroupResource.parse("secrets")));
  }

  @Test
  void jsonAndYamlOfOneConfigurationGiveTheSameRules() throws InvalidConfigurationException {
    String json =
        """
        {"kind":"EncryptionConfiguration","apiVersion":"apiserver.config.k8s.io/v1","resources":[
        {"resources":["secrets","*.apps"],"providers":[{"kms":{"name":"p","apiVersion":"v2",
        "endpoint":"unix:///k","timeout":"1m30s"}},{"identity":{}}]}]}
        """;
    String yaml =
        HEAD
            + """
            resources:
            - resources: [secrets, "*.apps"]
              providers:
              - kms:
                  name: p
                  apiVersion: v2
                  endpoint: unix:///k
                  timeout: 1m30s
              - identity: {}
            """;
    assertEquals(read(json), read(yaml));
    assertEquals(read(yaml), read("\uFEFF" + yaml));
    assertEquals(read(yaml), read("\uFEFF" + json));
  }

  @Test
  void laterDocumentsAreNotParsed() throws InvalidConfigurationException {
    assertEquals(read(RULES).rules().size(), read(RULES + "---\n}{: [\t@\n").rules().size());
  }

  @Test
  void anEmptyFirstDocumentIsRefused() {
    assertTrue(refusal("---\n---\n" + RULES).contains("Object 'Kind' is missing"));
  }

  @Test
  void anchorsAliasesAndMergeKeysAreResolved() throws InvalidConfigurationException {
    String yaml =
        HEAD
            + """
            resources:
            - resources: &what [secrets]
              providers: &how
              - aescbc:
                  keys:
                  - &key
                    name: one
                    secret: %s
                  - <<: {secret: %s}
                    name: two
                  - <<: *key
            - resources: *what
              providers: *how
            """
                .formatted(SECRET, SECRET);
    assertEquals(
        List.of("one", "two", "one", "one", "two", "one"),
        keyNames(read(yaml), GroupResource.parse("secrets")));
  }

  @Test
  void aMergedKeyThatStandsThereAlreadyIsRepeated() {
    String yaml =
        HEAD
            + "resources:\n- resources: [secrets]\n  providers:\n  - aescbc:\n      keys:\n"
            + "      - &a {name: one, secret: x}\n      - <<: *a\n        name: two\n";
    assertTrue(refusal(yaml).contains("key \"name\" already set in map"), refusal(yaml));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "y", "No", "on", "OFF", "true", "1", "0x1F", "1_000", "1e3", ".5"})
  void aNameThatYaml11DoesNotReadAsTextIsRefused(String name) {
    assertTrue(refusal(named(name)).contains("json: cannot unmarshal"), refusal(named(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'yes'", "\"1\"", "!!str 1", "2022-08-02", "1:30", "0o8", "_1", "a b", "k:1"})
  void aNameThatYaml11ReadsAsTextIsTaken(String name) throws InvalidConfigurationException {
    assertEquals(1, read(named(name)).rules().size());
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    StringBuilder yaml = new StringBuilder(HEAD).append("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      yaml.append("a%d: &a%d [".formatted(i, i));
      yaml.append(("*a" + (i - 1) + ", ").repeat(10)).append("x]\n");
    }
    assertTrue(refusal(yaml.toString()).contains("excessive aliasing"));
  }

  @Test
  void anAliasInsideItsOwnAnchorIsRefused() {
    assertTrue(refusal(HEAD + "resources: &a [*a]\n").contains("unknown anchor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{a: ", "- "})
  void deepNestingIsRefused(String open) {
    assertTrue(refusal("x: " + open.repeat(20_000)).contains("yaml: "));
    assertTrue(refusal("{\"x\":" + open.repeat(20_000)).contains("json parse error"));
  }

  @Test
  void aFileOfMoreThanAMebibyteIsRefused() {
    assertTrue(refusal(RULES + "#".repeat(1 << 20)).contains("more than 1048576 bytes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 'topsecretvalue",
        "a: \"topsecretvalue\\q\"",
        "a: topsecretvalue: b",
        "{topsecretvalue",
        "{\"a\": topsecretvalue}",
        "topsecretvalue",
        "- topsecretvalue\n-topsecretvalue: [",
        "a: !topsecretvalue b",
        "%topsecretvalue\n--- a",
      })
  void aSyntaxErrorQuotesNothingOfTheFile(String text) {
    assertFalse(refusal(text).contains("topsecretvalue"), refusal(text));
  }

  @Test
  void theConfigurationsOfTheRealClustersAreAccepted() throws Exception {
    for (String cluster : List.of("etcd-3.5", "etcd-3.6", "remnant-3.6")) {
      byte[] content =
          Files.readAllBytes(TestData.resource("clusters/" + cluster + "/encryption-config.json"));
      EncryptionConfiguration configuration =
          EncryptionConfigurationReader.read("encryption-config.json", content);
      assertTrue(configuration.rulesFor(GroupResource.parse("secrets")).isPresent(), cluster);
    }
  }

  @Test
  void noSecretIsInTheTextOfAConfiguration() throws InvalidConfigurationException {
    String text = read(RULES).toString();
    assertFalse(text.contains(SECRET.substring(0, 8)), text);
    assertTrue(text.contains("SecretKeyBytes[32 bytes]"), text);
  }

  @Test
  void aClosedConfigurationHasNoKeys() throws InvalidConfigurationException {
    EncryptionConfiguration configuration = read(RULES);
    configuration.close();
    ProviderConfiguration first =
        configuration.rulesFor(GroupResource.parse("secrets")).orElseThrow().getFirst();
    NamedKey key = ((ProviderConfiguration.Keys) first).keys().getFirst();
    assertThrows(IllegalStateException.class, () -> key.secret().toBytes());
  }

  private static String rule(String resource) {
    return "- resources: ['%s']\n  providers:\n  - aescbc: {keys: [{name: '%s', secret: %s}]}\n"
        .formatted(resource, resource, SECRET)
        .replace("name: 'secrets'", "name: secrets");
  }

  private static String named(String name) {
    return HEAD
        + "resources:\n"
        + "- resources: [secrets]\n"
        + "  providers:\n"
        + "  - aescbc:\n"
        + "      keys:\n"
        + "      - name: "
        + name
        + "\n        secret: "
        + SECRET
        + "\n";
  }

  private static List<String> keyNames(
      EncryptionConfiguration configuration, GroupResource resource) {
    return configuration.rulesFor(resource).orElseThrow().stream()
        .map(ProviderConfiguration.Keys.class::cast)
        .flatMap(keys -> keys.keys().stream())
        .map(NamedKey::name)
        .toList();
  }

  private static EncryptionConfiguration read(String text) throws InvalidConfigurationException {
    return EncryptionConfigurationReader.read("config.yaml", text.getBytes(UTF_8));
  }

  private static String refusal(String text) {
    return assertThrows(InvalidConfigurationException.class, () -> read(text)).getMessage();
  }
}
