package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets in YAML: all ways of writing one that `kubectl` and people have, and what only looks
/// like one.
final class SecretManifestsTest {
  /// As `kubectl get secret db -o yaml` writes it.
  private static final String FETCHED =
      """
      apiVersion: v1
      data:
        password: c3dvcmRmaXNo
        user: YWRtaW4=
      kind: Secret
      metadata:
        creationTimestamp: "2026-11-26T10:00:00Z"
        name: db
        namespace: prod
        ownerReferences:
        - apiVersion: v1
          kind: ConfigMap
          name: other
      type: Opaque
      """;

  /// As people write it.
  private static final String WRITTEN =
      """
      # the database
      apiVersion: v1
      kind: Secret

      metadata:
        labels: {app: db}
        name: db   # not the old one
        namespace: "prod"
      type: Opaque
      stringData:
        # rotated in May
        password: swordfish's best
      """;

  @TempDir private Path folder;

  private List<Hit> hits(String text) {
    byte[] bytes = new byte[1001 + text.length() + 100];
    Arrays.fill(bytes, (byte) 0xFE);
    System.arraycopy(text.getBytes(ISO_8859_1), 0, bytes, 1001, text.length());
    return Swept.hits(folder, bytes);
  }

  private void assertFound(String text, int at, int values) {
    List<Hit> hits = hits(text);
    assertEquals(1, hits.size(), () -> text + hits);
    Hit hit = hits.getFirst();
    assertEquals(Detector.SECRET_MANIFEST, hit.detector());
    assertEquals(1001 + at, hit.offset());
    assertEquals(Optional.of("secrets"), hit.object().resource());
    assertEquals(Optional.of("db"), hit.object().objectName());
    assertEquals(Optional.of("prod"), hit.object().namespace());
    String expected = "a Secret in YAML with " + values + (values == 1 ? " value" : " values");
    assertEquals(expected, hit.preview());
    assertFalse(hit.toString().contains("swordfish") || hit.toString().contains("c3dvcm"));
  }

  private static String indented(String text, String first, String others) {
    return first + text.strip().replace("\n", "\n" + others) + "\n";
  }

  @Test
  void asKubectlAndPeopleWriteThem() {
    assertFound(FETCHED, 0, 2);
    assertFound(WRITTEN, WRITTEN.indexOf("api"), 1);
    assertFound(FETCHED.replace("\n", "\r\n"), 0, 2);
    assertFound(WRITTEN.replace("\n", "\r\n"), WRITTEN.indexOf("api") + 1, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kind: \"Secret\"", "kind: 'Secret'", "kind: Secret # of course", "kind: Secret "})
  void withQuotesAndComments(String kind) {
    assertFound(FETCHED.replace("kind: Secret", kind), 0, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  password: \"c3dvcmRmaXNo\"",
        "  password: 'c3dvcmRmaXNo' # new",
        "  \"password\": c3dvcmRmaXNo",
        "  password: !!binary c3dvcmRmaXNo",
        "  password: |\n    c3dvcmRmaXNo",
        "  password: !!binary |-\n\n    c3dvcmRmaXNo\n    c3dvcmRmaXNo",
        "  empty: \"\"\n  password: >-\n    c3dvcmRmaXNo",
        "    password: c3dvcmRmaXNo"
      })
  void whateverAValueLooksLike(String value) {
    String one = FETCHED.replace("  user: YWRtaW4=\n", "");
    assertFound(one.replace("  password: c3dvcmRmaXNo", value), 0, 1);
    assertFound(one.replace("data:\n  password: c3dvcmRmaXNo", "data: {a: c3dvcmRmaXNo}"), 0, 1);
  }

  @Test
  void amongOtherDocumentsAndInsideOfOthers() {
    String map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b\n";
    String documents = map + "---\n" + FETCHED + "---\n" + map;
    assertFound(documents, map.length() + 4, 2);
    String list = "apiVersion: v1\nitems:\n";
    String item = indented(FETCHED, "- ", "  ");
    assertFound(list + item + "kind: List\nmetadata: {}\n", list.length() + 2, 2);
    assertFound(
        list + indented(map, "- ", "  ") + item + indented(map, "- ", "  "),
        list.length() + indented(map, "- ", "  ").length() + 2,
        2);
    assertEquals(2, hits(list + item + item).size());
    String nested = map + "  secret.yaml: |\n";
    assertFound(nested + indented(WRITTEN, "    ", "    "), nested.length() + 4 + 15 + 4, 1);
  }

  /// In JSON a manifest's line ends are escaped, and its quotes.
  @ParameterizedTest
  @ValueSource(strings = {"\\n", "\\r\\n", "\\\\n"})
  void insideStringsOfJson(String lineEnd) {
    String escaped = FETCHED.replace("\"", "\\\"").replace("\n", lineEnd);
    assertFound("{\"manifest\":\"" + escaped + "\",\"data\":1}", 13, 2);
    assertFound("{\"manifest\":\"---" + lineEnd + escaped, 16 + lineEnd.length(), 2);
    String quoted = FETCHED.replace("Secret", "\"Secret\"").replace("\"", "\\\"");
    assertFound("\"" + quoted.replace("\n", lineEnd) + "\"", 1, 2);
  }

  @Test
  void inBase64() {
    for (String before : List.of("", "#\n", "##\n")) {
      String encoded = Base64.getEncoder().encodeToString((before + FETCHED).getBytes(ISO_8859_1));
      List<Hit> hits = hits("\"" + encoded + "\"");
      assertEquals(1, hits.size());
      assertEquals(Detector.SECRET_MANIFEST, hits.getFirst().detector());
      assertEquals(List.of("BASE64", Integer.toString(before.length())), hits.getFirst().decoded());
    }
  }

  @Test
  void whatIsLeftOfOne() {
    int kind = FETCHED.indexOf("metadata");
    assertEquals(1, hits(FETCHED.substring(0, kind)).size());
    assertEquals(1, hits(FETCHED.substring(FETCHED.indexOf("data"))).size());
    assertEquals(0, hits(FETCHED.substring(FETCHED.indexOf("kind"))).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SecretList",
        "SecretStore",
        "SealedSecret",
        "ExternalSecret",
        "ConfigMap",
        "Secret x"
      })
  void otherKinds(String kind) {
    assertEquals(List.of(), hits(FETCHED.replace("Secret", kind)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {}",
        "data:",
        "data:\n  a:",
        "data:\n  a: \"\"",
        "data:\n  a: null",
        "data: null",
        "data:\n  a: ENC[AES256_GCM,data:Yg==,iv:Yg==,tag:Yg==,type:str]",
        "stringData:\n  a: ENC[AES256_GCM,data:Yg==,iv:Yg==,tag:Yg==,type:str]",
        "stringData:\n  a: |\n    ENC[AES256_GCM,data:Yg==]",
        "data:\n  a: {{ .Values.password | b64enc }}",
        "stringData:\n  a: \"{{ .Values.password }}\"",
        "stringData:\n  a: ${PASSWORD}",
        "stringData:\n  a: <password>",
        "data:\n  a: <base64 of the password>",
        "data:\n  a: the password",
        "data:\n  a: |",
        "immutable: true\ntype: Opaque",
        "spec:\n  data:\n    a: Yg==",
        "other:\n  a: Yg==",
        "---\ndata:\n  a: Yg==",
        "```\ndata:\n  a: Yg=="
      })
  void withoutAValue(String data) {
    String empty = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n" + data + "\n";
    assertEquals(List.of(), hits(empty));
    assertEquals(List.of(), hits(indented(empty, "- ", "  ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: example.com/v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  a: Yg==\n",
        "// kind: Secret\n// data:\n//   a: Yg==\n",
        "the kind: Secret\ndata:\n  a: Yg==\n",
        "spec:\n  sourceRef:\n    kind: Secret\n    name: a\ndata:\n  a: Yg==\n",
        "valuesFrom:\n- kind: Secret\n  name: a\ndata:\n  a: Yg==\n",
        "kind: Secret\ndata:\n  a: Yg==\n",
        "type T struct { kind: Secret `json:\"kind\"` }\n"
      })
  void whatIsNoSecret(String text) {
    assertEquals(List.of(), hits(text));
  }

  /// Data that is as long as the API server takes, before the kind or behind it, at every kind of
  /// border.
  @ParameterizedTest
  @CsvSource({"8192,4194304,1", "1048576,4194304,2", "16777216,4194304,1"})
  void isFoundInWindowsOfAnySize(int window, int margin, int jobs) throws Exception {
    byte[] key = new byte[1 << 20];
    new Random(7).nextBytes(key);
    String data = Base64.getEncoder().encodeToString(key);
    StringBuilder disk = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      disk.append("\0".repeat(5000)).append(FETCHED.replace("YWRtaW4=", data));
      disk.append("\0".repeat(3))
          .append(WRITTEN.replace("stringData", "data").replace("swordfish's best", data));
    }
    Path file = Files.writeString(folder.resolve("disk"), disk, ISO_8859_1);
    List<Hit> hits =
        Swept.of(file, Canaries.NONE, new FileWindows.Size(window, margin), jobs).hits();
    assertEquals(6, hits.size());
    for (Hit hit : hits) {
      assertTrue(disk.substring((int) hit.offset()).startsWith("apiVersion: v1\n"));
      assertEquals(Optional.of("db"), hit.object().objectName());
    }
  }

  @Test
  void aKindAtEveryPlaceAroundABorder() throws Exception {
    FileWindows.Size small = new FileWindows.Size(8192, 4096);
    for (int at = 8192 - FETCHED.length() - 2; at < 8192 + 2; at++) {
      byte[] bytes = new byte[3 * 8192];
      System.arraycopy(FETCHED.getBytes(ISO_8859_1), 0, bytes, at, FETCHED.length());
      Path file = Files.write(folder.resolve("file"), bytes);
      List<Hit> hits = Swept.of(file, Canaries.NONE, small, 1).hits();
      assertEquals(1, hits.size());
      assertEquals(at, hits.getFirst().offset());
    }
  }
}
