package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.all;
import static dev.snapseal.tools.audit.Planted.audit;
import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.etcd;
import static dev.snapseal.tools.audit.Planted.key;
import static dev.snapseal.tools.audit.Planted.only;
import static dev.snapseal.tools.audit.Planted.provider;
import static dev.snapseal.tools.audit.Planted.record;
import static dev.snapseal.tools.audit.Planted.rules;
import static dev.snapseal.tools.audit.Planted.sealed;
import static dev.snapseal.tools.audit.Planted.secret;
import static dev.snapseal.tools.audit.Planted.verdict;
import static dev.snapseal.tools.audit.Planted.withFreeBytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// SS015, and SS003 by an object's end: what has lost its beginning. Every live value in these
/// files is encrypted.
final class FragmentRulesTest {
  private static final int PAGE = 4096;
  private static final String GCM = config(provider("aesgcm", key("g1", 1)));
  private static final StoredObject LIVE = secret("live");

  @TempDir private Path folder;

  @Test
  void aPieceOutOfTheMiddleOfASecretIsTextThatNothingExplains() {
    byte[] piece = Arrays.copyOfRange(large().toBytes(), 1000, 1000 + PAGE);
    BuiltSnapshot file = free(piece);
    ProgramRun run = audit(folder, file);
    JsonNode finding = only(run, "SS015");
    assertEquals("undetermined", verdict(run));
    assertEquals(3, run.code());
    assertEquals("warning", finding.get("severity").asString());
    assertEquals(file.freePages().getFirst(), finding.get("page").asLong());
    assertEquals(file.freePages().getFirst() * PAGE, finding.get("offset").asLong());
    assertEquals("4,096 bytes of text belong to nothing known", finding.get("message").asString());
    assertEquals(PAGE, run.json().get("coverage").get("unattributed").asInt());
    assertFalse(run.out().contains(new String(piece, 100, 40, UTF_8)));
  }

  @Test
  void theTextReportSaysHowMuchOfItThereIs() {
    byte[] piece = Arrays.copyOfRange(large().toBytes(), 1000, 1000 + PAGE);
    Path file = Planted.write(folder.resolve("db"), free(piece).bytes());
    String out = ProgramRun.of("audit", file).out();
    assertTrue(out.startsWith("UNDETERMINED: no readable value of secrets was found"), out);
    assertTrue(out.contains("text      4,096 bytes of it belong to no record or object"), out);
  }

  @Test
  void whereASecretEndsItIsKnownAsOne() {
    byte[] value = large().toBytes();
    ProgramRun run = audit(folder, free(Arrays.copyOfRange(value, 5000, value.length)));
    JsonNode finding = only(run, "SS003");
    assertEquals("readable", verdict(run));
    assertEquals("secrets", finding.get("resource").asString());
    assertEquals("the end of a Secret, without its beginning", finding.get("message").asString());
  }

  @Test
  void aSecretInJsonIsKnownByItsEnd() {
    byte[] end = "ZXQgdGhhdCB3YXMgY3V0\"},\"type\":\"kubernetes.io/tls\"}\n".getBytes(UTF_8);
    assertEquals(Set.of("SS003"), rules(audit(folder, free(end))));
  }

  @Test
  void shortFieldsAddUpToText() {
    ProtobufMessage data = new ProtobufMessage();
    for (int i = 0; i < 8; i++) {
      data.message(2, new ProtobufMessage().text(1, "user" + i).text(2, "hunter2-" + i));
    }
    assertEquals("undetermined", verdict(audit(folder, free(data.toBytes()))));
  }

  @Test
  void textInOtherAlphabetsIsText() {
    byte[] cyrillic = "пароль от базы данных, которого никто не знает".getBytes(UTF_8);
    assertEquals("undetermined", verdict(audit(folder, free(cyrillic))));
  }

  @Test
  void textInTheSlackOfAPageIsFound() {
    BuiltSnapshot file = store().keyBucket(bucket -> bucket.ownPages()).snapshot();
    long page = file.bucket("key").leaves().getFirst();
    byte[] text = "the quick brown password jumps over the lazy operator".getBytes(UTF_8);
    byte[] damaged =
        file.surgeon().overwrite((int) (page + 1) * PAGE - 100, text).resealTrailer().bytes();
    assertEquals("undetermined", verdict(audit(folder, damaged)));
  }

  @Test
  void ciphertextIsNoText() {
    byte[] noise = new byte[1 << 20];
    new Random(20_260_501).nextBytes(noise);
    assertExplained(noise);
  }

  /// Too short to be text by itself, but its name says what it holds.
  @Test
  void anEntryWhoseNameTellsIsText() {
    for (String name : List.of("password", "db-token", "SECRET_KEY", "username")) {
      byte[] entry = entry(name, "hunter2-hunter2-hu");
      assertEquals(Set.of("SS015"), rules(audit(folder, free(entry))), name);
      assertEquals(Set.of("SS015"), rules(audit(folder, free(behind(13, entry)))), name);
    }
    assertExplained(entry("replicas", "hunter2-hunter2-hu"));
    assertExplained(entry("password", "\1\2\3hunter2-hunter2"));
    assertExplained(Arrays.copyOf(entry("password", "hunter2-hunter2-hu"), 24));
  }

  private static byte[] entry(String name, String value) {
    return new ProtobufMessage()
        .message(2, new ProtobufMessage().text(1, name).text(2, value))
        .toBytes();
  }

  private static byte[] behind(int noise, byte[] bytes) {
    byte[] all = new byte[noise + bytes.length];
    Arrays.fill(all, 0, noise, (byte) 0xFE);
    System.arraycopy(bytes, 0, all, noise, bytes.length);
    return all;
  }

  /// It has colons, as the rest of a prefix has.
  @Test
  void textWithAColonIsNoRestOfAPrefix() {
    String text = "admin:SuperSecretDatabasePassword-2026-hunter2-hunter2-XYZ:";
    assertEquals(Set.of("SS015"), rules(audit(folder, free(text.getBytes(UTF_8)))));
    String prefix = "cbc:v1:SuperLongKeyName-2026-hunter2-hunter2-hunter2-XYZ:";
    assertExplained(prefix.getBytes(UTF_8));
  }

  @Test
  void aSecretInsideAnotherObjectIsFoundWithoutItsRecord() {
    String secret =
        "{\"data\":{\"password\":\"aHVudGVyMg==\"},\"kind\":\"Secret\",\"apiVersion\":\"v1\"}";
    String object =
        "{\"apiVersion\":\"x.io/v1\",\"kind\":\"Bundle\",\"spec\":[%s],\"metadata\":{}}";
    String quoted = "\"" + secret.replace("\"", "\\\"") + "\"";
    for (String inside : List.of(secret, quoted)) {
      ProgramRun run = audit(folder, free(object.formatted(inside).getBytes(UTF_8)));
      assertEquals("readable", verdict(run));
      assertEquals(
          "a Secret in JSON, inside a Bundle", only(run, "SS003").get("message").asString());
    }
    assertExplained(object.formatted("{}").getBytes(UTF_8));
  }

  @Test
  void aSecretInsideAnotherObjectIsFoundInARecord() {
    String secret = "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"data\":{\"a\":\"aHVu\"}}";
    StoredObject map = StoredObject.configMap("prod", "c").data("a", secret);
    ProgramRun run = audit(folder, free(record(map.etcdKey(), 7, map.toBytes())));
    assertEquals("free", only(run, "SS020").get("scope").asString());
    assertEquals("readable", verdict(run));
  }

  @Test
  void theRestOfAnEncryptedValueIsNoText() {
    byte[] image = record(large().etcdKey(), 7, sealed(GCM, large()));
    assertExplained(Arrays.copyOfRange(image, PAGE, image.length));
  }

  @Test
  void aKeyOrPrefixThatWasCutIsNoText() {
    String aescbc = config(provider("aescbc", key("aescbckey-2026-01-02T16:02:40Z", 1)));
    StoredObject object = secret("a-name-that-is-longer-than-what-would-be-text");
    byte[] image = record(object.etcdKey(), 7, sealed(aescbc, object));
    for (int cut = 20; cut < 130; cut += 11) {
      assertExplained(Arrays.copyOfRange(image, cut, image.length));
    }
  }

  @Test
  void tombstonesAreNoText() {
    byte[] image = new byte[PAGE];
    int place = 0;
    for (int i = 0; i < 20; i++) {
      byte[] key = Arrays.copyOf(RevisionKey.put(7 + i, 0), 18);
      key[17] = 't';
      byte[] name = new ProtobufMessage().text(1, "vault/a-key-of-another-owner-" + i).toBytes();
      System.arraycopy(key, 0, image, place, key.length);
      System.arraycopy(name, 0, image, place + key.length, name.length);
      place += key.length + name.length;
    }
    assertExplained(image);
  }

  @Test
  void whatEtcdWritesOfItsMembersIsNoText() {
    assertExplained(
        ("8abaacd451d51a15{\"id\":9996492350808201749,\"peerURLs\":[\"http://127.0.0.1:23037\"],"
                + "\"name\":\"default\",\"clientURLs\":[\"http://127.0.0.1:2379\"]}"
                + "confState{\"voters\":[9996492350808201749],\"auto_leave\":false}")
            .getBytes(UTF_8));
  }

  @Test
  void whatAKmsValueKeepsInTheClearIsNoText() {
    byte[] noise = new byte[600];
    new Random(1).nextBytes(noise);
    String arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    byte[] value =
        new ProtobufMessage()
            .bytes(1, noise)
            .text(2, arn)
            .bytes(3, Arrays.copyOf(noise, 184))
            .message(4, new ProtobufMessage().text(1, "version.kms.example.io").text(2, "1"))
            .varint(5, 1)
            .toBytes();
    assertExplained(Arrays.copyOfRange(value, 100, value.length));
    assertExplained(Arrays.copyOfRange(value, noise.length + 30, value.length));
  }

  @Test
  void theEndOfAnotherKindOfObjectIsNoneOfASecret() {
    byte[] end = endOfAPod();
    assertEquals("unreadable", verdict(audit(folder, free(end))));
    ProgramRun asked = audit(folder, free(end), "--policy", "secrets,pods");
    assertEquals("undetermined", verdict(asked));
  }

  @Test
  void theEndOfAnotherObjectExplainsNothingBehindATombstoneOrAnotherPage() {
    byte[] text = Arrays.copyOfRange(large().toBytes(), 1000, 1000 + PAGE - 40);
    byte[] image = Arrays.copyOf(text, PAGE + 500);
    byte[] end = endOfAPod();
    System.arraycopy(end, 0, image, PAGE, end.length);
    assertEquals(Set.of("SS015"), rules(audit(folder, free(image))));
  }

  @Test
  void theEndOfAConfigMapCouldBeThatOfASecret() {
    StoredObject map = StoredObject.configMap("prod", "settings").data("a", "text ".repeat(40));
    byte[] value = map.toBytes();
    byte[] end = Arrays.copyOfRange(value, value.length - 150, value.length);
    assertEquals("undetermined", verdict(audit(folder, free(end))));
  }

  @Test
  void aRecordExplainsItsOwnPlaintextButNotThatOfAPageWrittenLater() {
    StoredObject map = StoredObject.configMap("prod", "big").data("a", "text ".repeat(3000));
    byte[] image = record(map.etcdKey(), 7, map.toBytes());
    BuiltSnapshot file = free(image);
    assertEquals("unreadable", verdict(audit(folder, file)));
    long page = file.freePages().getFirst() + 1;
    byte[] header = new byte[16];
    header[0] = (byte) page;
    header[8] = 2;
    byte[] later = file.surgeon().overwrite((int) page * PAGE, header).resealTrailer().bytes();
    assertEquals("undetermined", verdict(audit(folder, later)));
  }

  @Test
  void everyPieceOfASecretOfTextIsSeen() {
    byte[] value = large().toBytes();
    for (int start = 300; start < 700; start += 37) {
      byte[] piece = Arrays.copyOfRange(value, start, start + 64);
      assertEquals(1, all(audit(folder, free(piece)), "SS015").size(), "from " + start);
    }
  }

  private void assertExplained(byte[] image) {
    ProgramRun run = audit(folder, free(image));
    assertEquals(Set.of(), rules(run), run.out());
    assertEquals("unreadable", verdict(run));
    assertEquals(0, run.json().get("coverage").get("unattributed").asInt());
  }

  /// A Secret with one long value, as Helm keeps its releases: base64 over several pages.
  private static StoredObject large() {
    byte[] random = new byte[9000];
    new Random(7).nextBytes(random);
    return StoredObject.secret("prod", "sh.helm.release.v1.db.v1")
        .data("release", Base64.getEncoder().encodeToString(random));
  }

  /// The last fields of a Pod, status and its class of service among them.
  private static byte[] endOfAPod() {
    ProtobufMessage status =
        new ProtobufMessage()
            .text(1, "Running")
            .text(5, "a message that is long enough to be text by itself, surely")
            .text(9, "BestEffort");
    return new ProtobufMessage()
        .raw("a-node-whose-name-lost-its-beginning.example.io".getBytes(UTF_8))
        .message(3, status)
        .text(3, "")
        .text(4, "")
        .toBytes();
  }

  private static BuiltSnapshot free(byte[] image) {
    return withFreeBytes(store(), image);
  }

  private static EtcdBuilder store() {
    return etcd().put(LIVE.etcdKey(), sealed(GCM, LIVE));
  }
}
