package dev.snapseal.testdata.etcd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.testdata.BucketPages;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.PageSurgeon;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EtcdBuilderTest {
  private static final String REVISION_8_2 = "0000000000000008" + "5f" + "0000000000000002";

  private static EtcdBuilder store() {
    return EtcdBuilder.of(EtcdVersion.V3_6).keyBucket(bucket -> bucket.ownPages());
  }

  private static List<String> keysOf(BuiltSnapshot file) {
    BucketPages pages = file.bucket("key");
    PageSurgeon surgeon = file.surgeon();
    return IntStream.range(0, surgeon.page(pages.root()).count())
        .mapToObj(i -> HexFormat.of().formatHex(surgeon.element(pages.root(), i).key()))
        .toList();
  }

  private static byte[] valueOf(BuiltSnapshot file, int index) {
    return file.surgeon().element(file.bucket("key").root(), index).value();
  }

  @Test
  void aRevisionKeyIsMainUnderscoreSub() {
    assertEquals(REVISION_8_2, HexFormat.of().formatHex(RevisionKey.put(8, 2)));
    assertEquals(REVISION_8_2 + "74", HexFormat.of().formatHex(RevisionKey.tombstone(8, 2)));
  }

  @Test
  void aPutWithAnEmptyValueLeavesFieldFiveOut() {
    BuiltSnapshot file = store().put("before", "x").put("empty", "").snapshot();
    assertArrayEquals(HexFormat.of().parseHex("0a05656d707479100318032001"), valueOf(file, 1));
  }

  @Test
  void aTombstoneHoldsOnlyTheKey() {
    BuiltSnapshot file = store().put("empty", "x").delete("empty").snapshot();
    assertArrayEquals(HexFormat.of().parseHex("0a05656d707479"), valueOf(file, 1));
  }

  @Test
  void aSecondPutKeepsTheCreateRevisionAndCountsTheVersion() {
    BuiltSnapshot file = store().put("k", "v").put("k", "w").snapshot();
    assertArrayEquals(HexFormat.of().parseHex("0a016b1002180320022a0177"), valueOf(file, 1));
  }

  @Test
  void theChangesOfATransactionShareTheirMainRevision() {
    BuiltSnapshot file = store().transaction(t -> t.put("a", "1").put("b", "2")).snapshot();
    assertEquals(
        List.of("00000000000000025f0000000000000000", "00000000000000025f0000000000000001"),
        keysOf(file));
  }

  @Test
  void compactionKeepsTheNewestPutAndATombstoneAtTheVeryRevision() {
    EtcdBuilder etcd =
        store().put("a", "1").put("a", "2").put("b", "1").put("c", "1").delete("c").delete("b");
    BuiltSnapshot file = etcd.compact(7).snapshot();
    assertEquals(
        List.of("00000000000000035f0000000000000000", "00000000000000075f000000000000000074"),
        keysOf(file));
  }

  @Test
  void aBumpedRevisionIsARecordWithoutAValue() {
    BuiltSnapshot file = store().put("a", "1").bumpRevision(100).snapshot();
    assertEquals("00000000000000665f0000000000000000", keysOf(file).get(1));
    assertArrayEquals(new byte[0], valueOf(file, 1));
  }

  @Test
  void anAlarmIsItsOwnKey() {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_7);
    ClusterRows.of(etcd).noSpaceAlarm(0x67026f8abe4d9f22L);
    String file = new String(etcd.snapshot().bytes(), ISO_8859_1);
    byte[] alarm = HexFormat.of().parseHex("08a2beb6f2abf19b81671001");
    assertEquals(1, file.split(new String(alarm, ISO_8859_1), -1).length - 1);
  }

  @Test
  void theStorageVersionIsThereFrom36On() {
    assertEquals(0, occurrences(EtcdVersion.V3_5, "storageVersion"));
    assertEquals(1, occurrences(EtcdVersion.V3_6, "storageVersion3.6.0"));
    assertEquals(0, occurrences(EtcdVersion.V3_4, "term"));
  }

  private static int occurrences(EtcdVersion version, String text) {
    String file = new String(EtcdBuilder.of(version).snapshot().bytes(), UTF_8);
    return file.split(text, -1).length - 1;
  }
}
