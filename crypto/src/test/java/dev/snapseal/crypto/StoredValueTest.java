package dev.snapseal.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StoredValueTest {

  @Test
  void theKeyNameOfEveryGoodVectorIsGuessedWhereItCanBe() {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (JsonNode vector : EncryptionAtRestVectors.values()) {
      String name = vector.path("keyName").asString(vector.path("kmsName").asString(""));
      // nothing but the configuration tells 'a:b' from 'a' where any length of body is possible
      boolean told = !name.equals("a:b") || vector.get("provider").asString().equals("aescbc");
      if (vector.get("result").asString().equals("ok") && !name.isEmpty() && told) {
        count++;
        byte[] value = Base64.getDecoder().decode(vector.get("storedBase64").asString());
        StoredValue stored = StoredValue.classify(value, 0, value.length);
        if (!(stored instanceof StoredValue.Encrypted(EncryptionPrefix prefix, _, _))
            || !prefix.keyName().equals(name)) {
          wrong.add(vector.get("id") + " " + name + ": " + stored);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(true, count > 80, count + " vectors name a key");
  }

  @ParameterizedTest
  @CsvSource({
    "k8s:enc:aescbc:v1:key1:,32,AESCBC,key1",
    "k8s:enc:aescbc:v1:a:b:,32,AESCBC,a:b",
    "k8s:enc:aescbc:v1:aescbckey-2022-08-02T16:02:40Z:,48,AESCBC,aescbckey-2022-08-02T16:02:40Z",
    "k8s:enc:aesgcm:v1:aesgcmkey-2022-08-02T16:02:40Z:,28,AESGCM,aesgcmkey-2022-08-02T16:02:40Z",
    "k8s:enc:secretbox:v1:box-2022-08-02T16:02:40Z:,40,SECRETBOX,box-2022-08-02T16:02:40Z",
    "k8s:enc:secretbox:v1:box-2026-04-16T12:29:38-07:00:,40,SECRETBOX,box-2026-04-16T12:29:38-07:00",
    "k8s:enc:aescbc:v1:key-2026-04-16T12:29:38+02:00:,48,AESCBC,key-2026-04-16T12:29:38+02:00",
    "k8s:enc:secretbox:v1:schlüssel 1:,40,SECRETBOX,schlüssel 1",
  })
  void theNameOfAKeyEndsWhereTheBodyCanBegin(
      String prefix, int bodyLength, Provider provider, String name) {
    byte[] start = prefix.getBytes(UTF_8);
    byte[] value = java.util.Arrays.copyOf(start, start.length + bodyLength);
    assertEquals(
        new StoredValue.Encrypted(new EncryptionPrefix(provider, name), start.length, bodyLength),
        StoredValue.classify(value, 0, value.length));
  }

  /// What no API server can have written is not called encrypted: it may be plaintext.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "k8s:enc:aescbc:v1:key1:password=HUNTER2 this is plain text",
        "k8s:enc:aesgcm:v1:key1:short",
        "k8s:enc:secretbox:v1:key1:password=HUNTER2",
        "k8s:enc:kms:v1:plug:password=HUNTER2 and more plain text to be long enough",
        "k8s:enc:kms:v2:plug:password=HUNTER2 and more plain text to be long enough",
      })
  void aBodyThatNoProviderMakesIsMalformed(String text) {
    byte[] value = text.getBytes(UTF_8);
    assertInstanceOf(
        StoredValue.MalformedPrefix.class, StoredValue.classify(value, 0, value.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k8s:enc:",
        "k8s:enc:aescbc",
        "k8s:enc:aescbc:v1:",
        "k8s:enc:aescbc:v1::body",
        "k8s:enc:aescbc:v1:key1",
        "k8s:enc:aescbc:v2:key1:",
        "k8s:enc:AESCBC:v1:key1:",
        "k8s:enc:kms:v3:plug:",
        "k8s:enc:aesgcm:v1:a\u0001b:",
      })
  void aReservedBeginningWithoutAKnownPrefixIsMalformed(String text) {
    byte[] value = text.getBytes(UTF_8);
    assertInstanceOf(
        StoredValue.MalformedPrefix.class, StoredValue.classify(value, 0, value.length));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}|JSON",
        "{}|JSON",
        "{ \"kind\"|JSON",
        "{x|UNKNOWN",
        "apiVersion: v1|YAML",
        "kind: Secret|YAML",
        "12345|NUMBER",
        "12a|UNKNOWN",
        "k8s|UNKNOWN",
      })
  void plaintextIsToldByItsFirstBytes(String text, PlainForm form) {
    byte[] value = text.getBytes(UTF_8);
    assertEquals(new StoredValue.Plain(form), StoredValue.classify(value, 0, value.length));
  }

  @Test
  void protobufCborAndNothingAreForms() {
    assertEquals(PlainForm.PROTOBUF, PlainForm.of(new byte[] {'k', '8', 's', 0}, 0, 4));
    byte[] cbor = {0, (byte) 0xd9, (byte) 0xd9, (byte) 0xf7, (byte) 0xa0, 0};
    assertEquals(PlainForm.CBOR, PlainForm.of(cbor, 1, 4));
    assertEquals(true, PlainForm.isSurelyAnObject(cbor, 1, 4));
    assertEquals(PlainForm.EMPTY, PlainForm.of(cbor, 1, 0));
  }

  @Test
  void wholeJsonIsSurelyAnObjectAndABraceAloneIsNot() {
    byte[] whole = "{\"kind\":\"Widget\"}\n".getBytes(UTF_8);
    assertEquals(true, PlainForm.isSurelyAnObject(whole, 0, whole.length));
    assertEquals(false, PlainForm.isSurelyAnObject(whole, 0, whole.length - 2));
  }
}
