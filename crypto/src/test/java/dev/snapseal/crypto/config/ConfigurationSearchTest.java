package dev.snapseal.crypto.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationSearchTest {
  private static final byte[] KEY = "a key of exactly thirty-two byte".getBytes(UTF_8);
  private static final String KEY_64 = Base64.getEncoder().encodeToString(KEY);
  private static final String CONFIGURATION =
      """
      {"kind":"EncryptionConfiguration","apiVersion":"apiserver.config.k8s.io/v1","resources":[\
      {"resources":["secrets"],"providers":[{"aescbc":{"keys":[{"name":"7","secret":"%s"}]}},\
      {"identity":{}}]}]}\
      """
          .formatted(KEY_64);

  @Test
  void aConfigurationIsFoundInEveryLayerOfBase64() throws InvalidConfigurationException {
    String once = base64(CONFIGURATION);
    assertEquals(List.of(": aescbc 7"), found(CONFIGURATION));
    assertEquals(
        List.of(".data.encryption-config: aescbc 7"),
        found("{\"data\":{\"encryption-config\":\"" + once + "\"}}"));
    assertEquals(
        List.of(".data.dump: aescbc 7"), found("{\"data\":{\"dump\":\"" + base64(once) + "\"}}"));
  }

  @Test
  void aConfigurationInsideATextInsideATextIsFound() throws InvalidConfigurationException {
    String state = "{\"currentState\":{\"encryptionConfig\":" + quoted(CONFIGURATION) + "}}";
    assertEquals(
        List.of(".data.full-cluster-state.currentState.encryptionConfig: aescbc 7"),
        found("{\"data\":{\"full-cluster-state\":" + quoted(state) + "}}"));
  }

  @Test
  void aConfigurationInYamlInsideJsonIsFound() throws InvalidConfigurationException {
    String yaml =
        """
        apiVersion: v1
        kind: EncryptionConfig
        resources:
        - resources: [secrets]
          providers:
          - secretbox: {keys: [{name: key2, secret: %s}]}
          - identity: {}
        """
            .formatted(KEY_64);
    assertEquals(List.of(".a[1]: secretbox key2"), found("{\"a\":[1," + quoted(yaml) + "]}"));
  }

  @Test
  void aMachineConfigurationOfTalosHasItsKeysUnderTheNamesThatTalosGives()
      throws InvalidConfigurationException {
    String machine =
        """
        version: v1alpha1
        machine: {type: controlplane}
        cluster:
          secretboxEncryptionSecret: %s
          aescbcEncryptionSecret: %s
        ---
        apiVersion: v1alpha1
        kind: ExtensionServiceConfig
        """
            .formatted(KEY_64, KEY_64);
    assertEquals(List.of(".cluster: secretbox key2", ".cluster: aescbc key1"), found(machine));
    String bundle =
        "cluster: {id: x}\nsecrets:\n  secretboxencryptionsecret: %s\n".formatted(KEY_64);
    assertEquals(List.of(".secrets: secretbox key2"), found(bundle));
  }

  @Test
  void aSecretOfTalosThatIsNoKeyIsSaidToBeNoneAndNotShown() {
    InvalidConfigurationException e =
        assertThrows(
            InvalidConfigurationException.class,
            () -> found("cluster:\n  aescbcEncryptionSecret: c2hvcnQtc2VjcmV0\n"));
    assertEquals(
        "the aescbcEncryptionSecret of this Talos configuration is no key: it must be 32 bytes in"
            + " base64",
        e.getMessage());
  }

  @Test
  void aKeyOfOpenShiftHasItsNumberForAName() throws InvalidConfigurationException {
    assertEquals(
        List.of(".items[0]: aesgcm 12"),
        found("{\"kind\":\"List\",\"items\":[" + openShift("aesgcm", KEY_64) + "]}"));
    for (String mode : List.of("identity", "KMS", "")) {
      assertEquals(List.of(), found(openShift(mode, KEY_64)));
    }
  }

  @Test
  void theKeyBehindIdentityThatCarriesANameIsNoKey() throws InvalidConfigurationException {
    String decoy =
        "{\"aesgcm\":{\"keys\":[{\"name\":\"3\",\"secret\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}]}}";
    assertEquals(
        List.of(),
        found(CONFIGURATION.replaceFirst("\\{\"aescbc.*?]}}", "{\"identity\":{}}," + decoy)));
  }

  @Test
  void everyKeyComesOutAsTheSameBytes() throws InvalidConfigurationException {
    for (String document :
        List.of(
            CONFIGURATION,
            "{\"x\":\"" + base64(CONFIGURATION) + "\"}",
            openShift("aescbc", KEY_64),
            "cluster: {aescbcEncryptionSecret: " + KEY_64 + "}")) {
      FoundConfiguration found =
          ConfigurationSearch.search("x.bin", document.getBytes(UTF_8)).getFirst();
      ProviderConfiguration first = found.configuration().rules().getFirst().providers().getFirst();
      NamedKey key = ((ProviderConfiguration.Keys) first).keys().getFirst();
      assertArrayEquals(KEY, key.secret().toBytes());
    }
  }

  @Test
  void aConfigurationThatNoServerTakesIsAFault() {
    String broken = CONFIGURATION.replace(KEY_64, "c2hvcnQ=");
    InvalidConfigurationException failure =
        assertThrows(
            InvalidConfigurationException.class, () -> found("{\"a\":" + quoted(broken) + "}"));
    assertEquals(ConfigurationFault.KEY_LENGTH, failure.fault());
  }

  @Test
  void textsInsideTextsEnd() throws InvalidConfigurationException {
    String nested = CONFIGURATION;
    for (int i = 0; i < 8; i++) {
      nested = "{\"a\":" + quoted(nested) + "}";
    }
    assertEquals(List.of(), found(nested));
    assertEquals(List.of(), found("[".repeat(100_000)));
    assertEquals(List.of(), found("EncryptionConfig: &a [*a, *a]"));
  }

  @Test
  void changedBytesGiveADeclaredFaultOrNone() {
    byte[] json = ("{\"a\":" + quoted(CONFIGURATION) + "}").getBytes(UTF_8);
    byte[] yaml = ("cluster:\n  aescbcEncryptionSecret: " + KEY_64 + "\n").getBytes(UTF_8);
    for (byte[] document : List.of(json, yaml)) {
      for (int bit = 0; bit < document.length * Byte.SIZE; bit++) {
        byte[] changed = document.clone();
        changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        try {
          assertTrue(ConfigurationSearch.search("x.bin", changed).size() <= 1);
        } catch (InvalidConfigurationException e) {
          assertFalse(e.getMessage().contains(KEY_64));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "\n", "[", "- ", "? ", "a: ", "'", "\"", "&a ", "---\n", "|\n", "{a: "})
  void eightMegabytesOfOneThingTakeNoLongTime(String piece) {
    byte[] hostile = piece.repeat((8 << 20) / piece.length()).getBytes(UTF_8);
    assertTimeout(
        Duration.ofSeconds(20), () -> ConfigurationSearch.search("x.bin", hostile), piece);
    byte[] inside = ("{\"a\":\"" + " ".repeat((8 << 20) - 20) + "!\"}").getBytes(UTF_8);
    assertTimeout(Duration.ofSeconds(20), () -> ConfigurationSearch.search("x.bin", inside));
  }

  private static String openShift(String mode, String key) {
    return """
    {"apiVersion":"v1","kind":"Secret","metadata":{"name":"encryption-key-openshift-apiserver-12",\
    "namespace":"openshift-config-managed",\
    "annotations":{"encryption.apiserver.operator.openshift.io/mode":"%s"}},\
    "data":{"encryption.apiserver.operator.openshift.io-key":"%s"}}\
    """
        .formatted(mode, key);
  }

  private static String quoted(String json) {
    return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static List<String> found(String document) throws InvalidConfigurationException {
    List<String> keys = new ArrayList<>();
    for (FoundConfiguration found : ConfigurationSearch.search("x.bin", document.getBytes(UTF_8))) {
      for (ProviderConfiguration provider : found.configuration().rules().getFirst().providers()) {
        if (provider instanceof ProviderConfiguration.Keys(var kind, List<NamedKey> named)) {
          named.forEach(key -> keys.add(found.place() + ": " + kind.jsonName() + " " + key.name()));
        }
      }
    }
    return keys;
  }
}
