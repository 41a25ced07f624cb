package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `case exposed` says of a Secret of which a part was changed, for the ways in which
/// passwords stand in Secrets.
class CaseLeakedPartsTest {
  private static final String CONFIG = EvolvingCluster.CONFIGS.getLast();

  private static final String PW = "S3cretPassw0rd99";

  @TempDir private Path folder;

  /// The data of a Secret as they could be read, and as they are now.
  private record Change(Map<String, String> readable, Map<String, String> now) {
    static Change of(String readable, String now) {
      return new Change(Map.of("value", readable), Map.of("value", now));
    }
  }

  private final Map<String, Change> changes = new LinkedHashMap<>();

  private void change(String name, String readable, String now) {
    changes.put(name, Change.of(readable, now));
  }

  /// What is said of each change, in one case: `true`, `false` or `null`.
  private Map<String, String> due() throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    changes.forEach(
        (name, change) ->
            etcd.put(
                secret(name, change.readable()).etcdKey(),
                secret(name, change.readable()).toBytes()));
    changes.forEach(
        (name, change) -> {
          StoredObject now = secret(name, change.now());
          etcd.put(now.etcdKey(), EvolvingCluster.sealed(CONFIG, now));
        });
    Path file = Files.write(folder.resolve("db"), etcd.snapshot().bytes());
    Path config = Files.writeString(folder.resolve("config.yaml"), CONFIG);
    Path made = folder.resolve("case");
    ProgramRun add = ProgramRun.of("case", made, "add", "--config", config, file);
    assertEquals(0, add.code(), add.err());
    Map<String, String> due = new TreeMap<>();
    for (JsonNode one :
        ProgramRun.of("case", made, "exposed", "-o", "json").json().get("exposed")) {
      due.put(one.get("objectName").asString(), one.get("stillToBeRotated").toString());
    }
    return due;
  }

  private static StoredObject secret(String name, Map<String, String> data) {
    StoredObject secret = StoredObject.secret("prod", name);
    data.forEach((member, value) -> secret.data(member, value.getBytes(ISO_8859_1)));
    return secret;
  }

  private void assertAll(String due) throws IOException {
    Map<String, String> expected = new TreeMap<>();
    changes.keySet().forEach(name -> expected.put(name, due));
    assertEquals(expected, due());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
  }

  @Test
  void whereThePasswordStillStandsItIsNotSaidToBeChanged() throws IOException {
    String url = "postgres://app:" + PW + "@db-%s.internal:5432/prod";
    change("url", url.formatted("old"), url.formatted("new"));
    changes.put("url-to-member", new Change(Map.of("url", url), Map.of("password", PW)));
    changes.put(
        "member-to-url",
        new Change(
            Map.of("password", "Other-Passw0rd"), Map.of("url", "ftp://a:Other-Passw0rd@b")));
    String libpq = "host=%s user=app password=hunter2-hunter2-x dbname=prod";
    change("libpq", libpq.formatted("db-old"), libpq.formatted("db-new"));
    changes.put(
        "libpq-to-members",
        new Change(
            Map.of("dsn", libpq.formatted("db-old")),
            Map.of("username", "app", "password", "hunter2-hunter2-x")));
    changes.put(
        "pair-to-members",
        new Change(Map.of("auth", "bot:" + PW), Map.of("username", "bot", "password", PW)));
    changes.put(
        "password-of-a-user-called-user",
        new Change(Map.of("auth", "user:" + PW), Map.of("password", PW)));
    String yaml = "spring:\n  datasource:\n    url: postgres://app:" + PW + "@%s/prod\n";
    change("yaml", yaml.formatted("old"), yaml.formatted("new"));
    String json = "{\"user\":\"%s\",\"pw\":\"abc1234\"}";
    change("short-json", json.formatted("app"), json.formatted("app2"));
    String marks = "{\"user\":\"app\",\"pw\":\"P@s,w0;r:d(7)\",\"host\":\"%s\"}";
    change("marks-json", marks.formatted("a"), marks.formatted("b"));
    changes.put(
        "marks-to-member",
        new Change(Map.of("c.json", marks.formatted("a")), Map.of("password", "P@s,w0;r:d(7)")));
    change("htpasswd", "admin:$apr1$ab$ijk./12", "admin:$apr1$ab$ijk./12\nbob:$apr1$cd$xxx");
    change("redis", "requirepass " + PW, "requirepass " + PW + "\nmaxmemory 1gb");
    change("basic", "admin:P4ssw0rdLong1,bob:Another0ne", "admin:P4ssw0rdLong1,bob:Changed0ne");
    String csv = "0123456789abcdef0123456789abcdef,admin,1";
    change("csv", csv, csv + ",\"system:masters\"");
    change("semicolon", "password-abc-1;host=x", "password-abc-1;host=y");
    String token = "eyJhbGciOiJIUzI1NiJ9.abc.def-token-value";
    change("bearer", "Authorization: Bearer " + token, "Bearer " + token);
    String jdbc = "[db]\nurl=jdbc:mysql://%s/app?user=app&password=hunter2secretlong\n";
    change("jdbc", jdbc.formatted("db1"), jdbc.formatted("db2"));
    String hook = "https://hooks.slack.com/services/T00000000/B00000000/%s?v=%s";
    change("web-hook", hook.formatted(PW, "1"), hook.formatted(PW, "2"));
    String clone = "https://ghp_0123456789abcdef@github.com/o/%s.git";
    change("token-in-url", clone.formatted("a"), clone.formatted("b"));
    String encoded = "amqp://app:P%40ss%2Fw0rd@mq/vhost";
    changes.put(
        "percent-encoded", new Change(Map.of("url", encoded), Map.of("password", "P@ss/w0rd")));
    change("raw-slash", "redis://:P/ss@w0rd@cache:6379/0", "redis://:P/ss@w0rd@cache2:6379/0");
    String docker = "{\"auths\":{\"reg.a.io\":{\"auth\":\"" + base64("bot:" + PW) + "\"}}}";
    changes.put(
        "docker-to-member", new Change(Map.of(".dockerconfigjson", docker), Map.of("token", PW)));
    change("ini", "[a]\npassword = " + PW + "\nretries = 3\n", "[a]\npassword = " + PW + "\n");
    change("env", "export A=\"" + PW + "\"\nB=1\n", "export A=\"" + PW + "\"\nB=2\n");
    assertAll("null");
  }

  @Test
  void theSameValueInAnotherWayOfWritingIsTheSame() throws IOException {
    change("quoted", PW, "\"" + PW + "\"");
    change("base64", "Tr0ub4dor-and-3-horses", base64("Tr0ub4dor-and-3-horses"));
    change("base64-of-base64", "password", base64(base64("password")));
    change("hex", "DEADBEEF0123456789ABCDEF", "deadbeef0123456789abcdef");
    change("hex-of-bytes", "\u0001\u0002\u00ff45678", "0102ff3435363738");
    change("packed", "a password of words", gzip("a password of words", "Java"));
    assertAll("true");
  }

  @Test
  void whatWasChangedIsSaidToBeChanged() throws IOException {
    change("plain", "old-old-old-old", "new-new-new-new");
    change("short", "old", "new");
    change("counted", "password10", "password11");
    change("with-marks", "aZ;9,x@k:Lm(2)Qr", "bY,8;k@x)Nn:3(Ss");
    String url = "postgres://app:%s@db.internal:5432/prod?sslmode=require";
    change("url", url.formatted("old-Passw0rd"), url.formatted("new-Passw0rd"));
    String libpq = "host=db user=app password=%s dbname=prod port=5432";
    change("libpq", libpq.formatted("old-Passw0rd"), libpq.formatted("new-Passw0rd"));
    change("bearer", "Authorization: Bearer 0ld-t0ken", "Authorization: Bearer n3w-t0ken");
    change("redis", "requirepass 0ld", "requirepass n3w");
    change("pair", "bot:0ld-Passw0rd", "bot:n3w-Passw0rd");
    String ini = "[db]\nhost = db-1\nuser = bot\npassword = %s\nport : 5432\n";
    change("ini", ini.formatted("0ld-pass"), ini.formatted("n3w-pass"));
    String docker =
        "{\"auths\":{\"reg.a.io\":{\"username\":\"bot\",\"password\":\"%s\",\"auth\":\"%s\"}}}";
    change(
        "docker",
        docker.formatted("0ld-pass", base64("bot:0ld-pass")),
        docker.formatted("n3w-pass", base64("bot:n3w-pass")));
    changes.put(
        "members-to-url",
        new Change(
            Map.of("username", "app", "password", "0ld-pass"),
            Map.of("url", url.formatted("n3w-pass"))));
    change("json", "{\"user\":\"app\",\"pw\":\"0ld\"}", "{\"user\":\"app\",\"pw\":\"n3w\"}");
    assertAll("false");
  }

  @Test
  void aReleaseOfHelmHoldsItsPasswordsWhateverItsStatus() throws IOException {
    for (String by : List.of("Java", "Go")) {
      change("helm-" + by, release("deployed", by), release("superseded", by));
    }
    assertAll("null");
  }

  /// As Helm keeps it: JSON, gzip and base64.
  private static String release(String status, String by) {
    return base64(
        gzip(
            """
            {"name":"app","info":{"status":"%s"},"config":{"dbPassword":"SuperSecretHelmPw-42"},\
            "manifest":"apiVersion: v1\\nkind: Secret\\n","version":1}\
            """
                .formatted(status),
            by));
  }

  private static String gzip(String text, String by) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] packed = bytes.toByteArray();
    if (by.equals("Go")) {
      packed[8] = 2; // best compression
      packed[9] = (byte) 0xFF; // of an unknown system
    }
    return new String(packed, ISO_8859_1);
  }

  @Test
  void aPrivateKeyIsTheSameInEveryFileFormat() throws IOException, GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      KeyPair pair = generator.generateKeyPair();
      byte[] pkcs8 = pair.getPrivate().getEncoded();
      // The key inside is behind the version and the algorithm.
      int inner = algorithm.equals("RSA") ? 26 : 28;
      byte[] bare = Arrays.copyOfRange(pkcs8, inner, pkcs8.length);
      change(
          "key-" + algorithm.toLowerCase(java.util.Locale.ROOT),
          pem(algorithm + " PRIVATE KEY", bare),
          pem("PRIVATE KEY", pkcs8));
    }
    assertAll("true");
  }

  @Test
  void anotherPrivateKeyIsAnotherOne() throws IOException, GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      change(
          "key-" + algorithm.toLowerCase(java.util.Locale.ROOT),
          pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()),
          pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
    }
    assertAll("false");
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
  }

  @Test
  void theMemberThatHoldsAPieceIsNamed() throws IOException {
    changes.put(
        "db",
        new Change(
            Map.of("url", "redis://:" + PW + "@a", "other", "0ld"),
            Map.of("url", "redis://:" + PW + "@b", "other", "n3w")));
    assertAll("null");
    Path made = folder.resolve("case");
    ProgramRun json = ProgramRun.of("case", made, "exposed", "-o", "json");
    assertEquals(
        "[\"url\"]", json.json().get("exposed").get(0).get("membersChangedInPart").toString());
    String text = ProgramRun.of("case", made, "exposed").out().replaceAll("\\s+", " ");
    org.junit.jupiter.api.Assertions.assertTrue(
        text.contains("the data were changed, in part or whole; perhaps in part: url"), text);
  }
}
