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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.BucketBuilder;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// SS003: plaintext that no tree reaches. Every live value in these files is encrypted.
final class FreeSpaceRulesTest {
  private static final int PAGE = 4096;
  private static final String GCM = config(provider("aesgcm", key("g1", 1)));
  private static final StoredObject LIVE = secret("live");
  private static final StoredObject OLD = secret("old");

  @TempDir private Path folder;

  @Test
  void aRecordOnAFreePageIsFoundWithItsRevisionAndPlace() {
    BuiltSnapshot file =
        store()
            .backend(
                SnapshotBuilder.snapshot()
                    .freeTree(
                        leaf ->
                            leaf.put(
                                RevisionKey.put(7, 0),
                                Planted.keyValue(OLD.etcdKey(), 7, OLD.toBytes()))))
            .build();
    ProgramRun run = audit(folder, file);
    JsonNode finding = only(run, "SS003");
    assertEquals("readable", verdict(run));
    assertEquals("/registry/secrets/prod/old", finding.get("key").asString());
    assertEquals(7, finding.get("revision").asInt());
    assertEquals("free", finding.get("scope").asString());
    assertEquals(file.freePages().getFirst(), finding.get("page").asLong());
    assertStandsThere(file.bytes(), finding);
  }

  @Test
  void anEncryptedRecordOnAFreePageIsNone() {
    ProgramRun run =
        audit(folder, withFreeBytes(store(), record(OLD.etcdKey(), 7, sealed(GCM, OLD))));
    assertEquals(Set.of(), rules(run));
    assertEquals("unreadable", verdict(run));
    assertEquals(1, run.json().get("byState").get(0).get("free").asInt());
  }

  @Test
  void aRecordWhoseHeadIsOverwrittenIsFoundByItsValue() {
    byte[] image = record(OLD.etcdKey(), 7, OLD.toBytes());
    Arrays.fill(image, 0, 25, (byte) 0xEE);
    BuiltSnapshot file = withFreeBytes(store(), image);
    ProgramRun run = audit(folder, file);
    JsonNode finding = only(run, "SS003");
    assertTrue(finding.get("key").isNull());
    assertEquals("secrets", finding.get("resource").asString());
    assertEquals("prod", finding.get("namespace").asString());
    assertEquals("old", finding.get("objectName").asString());
    assertStandsThere(file.bytes(), finding);
    assertEquals("readable", verdict(run));
  }

  @Test
  void everyRemnantIsAFindingOfItsOwn() {
    byte[] image = new byte[2048];
    for (int i = 0; i < 4; i++) {
      byte[] value = secret("s" + i).toBytes();
      System.arraycopy(value, 0, image, 512 * i, value.length);
    }
    assertEquals(4, all(audit(folder, withFreeBytes(store(), image)), "SS003").size());
  }

  @Test
  void aRecordThatItsPageCutsOffIsFound() {
    StoredObject large = StoredObject.secret("prod", "large").data("blob", new byte[6000]);
    byte[] cut = Arrays.copyOf(record(large.etcdKey(), 7, large.toBytes()), PAGE);
    ProgramRun run = audit(folder, withFreeBytes(store(), cut));
    assertEquals("large", only(run, "SS003").get("objectName").asString());
  }

  @Test
  void plaintextInsideTheOverwrittenRestOfALargerRecordIsFound() {
    StoredObject large = StoredObject.secret("prod", "large").data("blob", new byte[9000]);
    byte[] image = record(large.etcdKey(), 7, sealed(GCM, large));
    byte[] newer = record(OLD.etcdKey(), 8, OLD.toBytes());
    System.arraycopy(newer, 0, image, PAGE + 100, newer.length);
    ProgramRun run = audit(folder, withFreeBytes(store(), image));
    assertEquals("/registry/secrets/prod/old", only(run, "SS003").get("key").asString());
  }

  @Test
  void twoCopiesOfARecordAreOne() {
    byte[] one = record(OLD.etcdKey(), 7, OLD.toBytes());
    byte[] image = Arrays.copyOf(one, PAGE + one.length);
    System.arraycopy(one, 0, image, PAGE, one.length);
    assertEquals(1, all(audit(folder, withFreeBytes(store(), image)), "SS003").size());
  }

  @Test
  void aRecordWhoseValueBeginsOnTheNextPageIsCountedOnce() {
    byte[] one = record(OLD.etcdKey(), 7, OLD.toBytes());
    byte[] image = new byte[2 * PAGE];
    System.arraycopy(one, 0, image, PAGE - (one.length - OLD.toBytes().length), one.length);
    ProgramRun run = audit(folder, withFreeBytes(store(), image));
    assertEquals("/registry/secrets/prod/old", only(run, "SS003").get("key").asString());
    assertEquals(1, run.json().get("summary").get("plaintext").asInt());
  }

  @Test
  void whatARecordOnTwoPagesQuotesOfItselfIsCountedOnce() {
    StoredObject applied =
        StoredObject.secret("prod", "old")
            .data("blob", new byte[PAGE])
            .data("z", "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{}}");
    byte[] image = record(applied.etcdKey(), 7, applied.toBytes());
    ProgramRun run = audit(folder, withFreeBytes(store(), image));
    assertEquals("/registry/secrets/prod/old", only(run, "SS003").get("key").asString());
    assertEquals(1, run.json().get("summary").get("plaintext").asInt());
  }

  @Test
  void aLiveValueBesideAHoleIsNotInFreeSpaceToo() {
    BuiltSnapshot file =
        etcd()
            .put(OLD.etcdKey(), OLD.toBytes())
            .keyBucket(BucketBuilder::ownPages)
            .record(RevisionKey.put(3, 0), Planted.keyValue("a", 3, new byte[64]))
            .record(RevisionKey.put(4, 0), Planted.keyValue("b", 4, new byte[16]))
            .snapshot();
    long page = file.bucket("key").leaves().getFirst();
    byte[] damaged = file.surgeon().element(page, 1).valueSize(20).resealTrailer().bytes();
    ProgramRun run = audit(folder, damaged);
    assertEquals(1, all(run, "SS001").size());
    assertEquals(Set.of("SS001", "SS014"), rules(run));
  }

  @Test
  void aPlaintextCopyOfAnEncryptedRevisionIsNoCopy() {
    byte[] sealed = record(OLD.etcdKey(), 7, sealed(GCM, OLD));
    byte[] plain = record(OLD.etcdKey(), 7, OLD.toBytes());
    byte[] image = Arrays.copyOf(sealed, PAGE + plain.length);
    System.arraycopy(plain, 0, image, PAGE, plain.length);
    assertEquals("readable", verdict(audit(folder, withFreeBytes(store(), image))));
  }

  @Test
  void plaintextInTheSlackOfALivePageIsFound() {
    BuiltSnapshot file = store().keyBucket(BucketBuilder::ownPages).snapshot();
    byte[] planted = record(OLD.etcdKey(), 7, OLD.toBytes());
    long page = file.bucket("key").leaves().getFirst();
    int place = (int) (page + 1) * PAGE - planted.length - 8;
    byte[] damaged = file.surgeon().overwrite(place, planted).resealTrailer().bytes();
    ProgramRun run = audit(folder, damaged);
    JsonNode finding = only(run, "SS003");
    assertEquals("slack", finding.get("scope").asString());
    assertEquals(page, finding.get("page").asLong());
    assertStandsThere(damaged, finding);
  }

  @Test
  void plaintextBetweenTheElementsOfALivePageIsFound() {
    byte[] planted = record(OLD.etcdKey(), 7, OLD.toBytes());
    EtcdBuilder etcd = store().keyBucket(BucketBuilder::ownPages);
    BuiltSnapshot file =
        etcd.record(RevisionKey.put(3, 0), Planted.keyValue("a", 3, new byte[planted.length + 64]))
            .record(RevisionKey.put(4, 0), Planted.keyValue("b", 4, new byte[16]))
            .snapshot();
    long page = file.bucket("key").leaves().getFirst();
    PageSurgeon surgeon = file.surgeon();
    int hole = surgeon.element(page, 1).valueStart();
    byte[] damaged =
        surgeon
            .overwrite(hole, new byte[40])
            .overwrite(hole + 40, planted)
            .element(page, 1)
            .valueSize(8)
            .resealTrailer()
            .bytes();
    assertEquals("readable", verdict(audit(folder, damaged)));
  }

  @Test
  void plaintextBehindTheHighWaterMarkIsFound() {
    byte[] tail = new byte[PAGE];
    byte[] planted = record(OLD.etcdKey(), 7, OLD.toBytes());
    System.arraycopy(planted, 0, tail, 50, planted.length);
    ProgramRun run =
        audit(folder, store().backend(SnapshotBuilder.dataDirectory().tail(tail)).build());
    assertEquals("free", only(run, "SS003").get("scope").asString());
    assertEquals("db", run.json().get("inputs").get(0).get("kind").asString());
  }

  @Test
  void aCustomResourceInJsonIsFoundIfThePolicyNamesItsGroup() {
    byte[] widget =
        "{\"apiVersion\":\"demo.example.io/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"}}"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    BuiltSnapshot file = withFreeBytes(store(), widget);
    assertEquals("unreadable", verdict(audit(folder, file)));
    ProgramRun asked = audit(folder, file, "--policy", "widgets.demo.example.io,secrets");
    assertEquals("readable", verdict(asked));
    assertEquals("demo.example.io", only(asked, "SS003").get("group").asString());
  }

  @Test
  void textThatOnlyLooksSimilarIsNoObject() {
    byte[] image =
        "k8s\0 is no object, and {\"kind\" is no more"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ProgramRun run = audit(folder, withFreeBytes(store(), image));
    assertEquals(Set.of("SS015"), rules(run));
    assertEquals("undetermined", verdict(run));
  }

  private static EtcdBuilder store() {
    return etcd().put(LIVE.etcdKey(), sealed(GCM, LIVE));
  }

  private static void assertStandsThere(byte[] file, JsonNode finding) {
    byte[] value = OLD.toBytes();
    int offset = finding.get("offset").asInt();
    assertTrue(Arrays.equals(value, 0, value.length, file, offset, offset + value.length));
  }
}
