package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsPeerTest {
  @ParameterizedTest
  @CsvSource({
    "unix:///run/kms.sock, /run/kms.sock",
    "unix:/run/kms.sock, /run/kms.sock",
    "UNIX:///run/kms.sock, /run/kms.sock",
    "unix:///run/k%20ms.sock, /run/k ms.sock",
  })
  void anEndpointNamesASocket(String endpoint, String path) throws KmsPluginException {
    assertEquals(Path.of(path), KmsPeer.parse("plug", endpoint).socket());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/run/kms.sock",
        "unix:run/kms.sock",
        "unix://",
        "unix://host/run/kms.sock",
        "tcp://127.0.0.1:1",
        "unix:///run/kms.sock?x",
        "unix:///run/%00",
        "unix:///run/%zz",
        "unix:///a b",
      })
  void anythingElseIsRefusedWithItsText(String endpoint) {
    var failure = assertThrows(KmsPluginException.class, () -> KmsPeer.parse("plug", endpoint));
    assertEquals(Reason.UNREACHABLE, failure.reason());
    assertTrue(
        failure.getMessage().startsWith("KMS plugin \"plug\": endpoint " + endpoint + ": "),
        failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///@kms", "unix://@kms"})
  void aSocketOfTheAbstractNamespaceIsRefusedByName(String endpoint) {
    var failure = assertThrows(KmsPluginException.class, () -> KmsPeer.parse("plug", endpoint));
    assertTrue(failure.getMessage().contains("abstract namespace"), failure.getMessage());
  }

  @Test
  void aPathOf107BytesIsPossibleAndOneOf108IsNot() throws KmsPluginException {
    String longest = "/" + "s".repeat(106);
    assertEquals(107, KmsPeer.parse("plug", "unix://" + longest).socket().toString().length());
    var failure =
        assertThrows(
            KmsPluginException.class,
            () ->
                UnixSocketKmsPlugin.open(
                    "v2", "plug", "unix://" + longest + "s", Duration.ofSeconds(3)));
    assertTrue(failure.getMessage().contains("108 bytes; 107 are possible"), failure.getMessage());
  }

  @Test
  void anUnknownVersionAndATimeOutOfZeroAreWrongArguments() {
    assertThrows(
        IllegalArgumentException.class,
        () -> UnixSocketKmsPlugin.open("v3", "plug", "unix:///a", Duration.ofSeconds(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> UnixSocketKmsPlugin.open("v2", "plug", "unix:///a", Duration.ZERO));
  }
}
