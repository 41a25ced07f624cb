package dev.snapseal.snapshot.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.TestFiles;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.KeyValueMessage;
import dev.snapseal.testdata.etcd.RevisionKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RevisionsTest {

  @Test
  void putsTombstonesAndSubRevisionsComeInOrder() throws IOException {
    EtcdBuilder etcd =
        etcd()
            .put("a", "1")
            .transaction(t -> t.put("b", "2").put("c", "").delete("a"))
            .put("a", "3");
    assertEquals(List.of("2/0 a=1", "3/0 b=2", "3/1 c=", "3/2 a gone", "4/0 a=3"), records(etcd));
  }

  @Test
  void theRecordOfABumpIsAKeyWithoutAName() throws IOException {
    EtcdBuilder etcd = etcd().put("a", "1").bumpRevision(1_000_000);
    assertEquals(List.of("2/0 a=1", "1000002/0 ="), records(etcd));
    try (RevisionIndex index = RevisionIndex.build(open(etcd))) {
      assertEquals(2, index.liveKeys());
      assertEquals(1_000_002, index.lastMain());
    }
  }

  @Test
  void whatIsNoRecordDoesNotHideTheOthers() throws IOException {
    byte[] value = new KeyValueMessage(new byte[] {'k'}, 5, 5, 1, new byte[] {'x'}, 0).toBytes();
    EtcdBuilder etcd =
        etcd()
            .put("a", "1")
            .record(new byte[16], value)
            .record("alarm".getBytes(java.nio.charset.StandardCharsets.US_ASCII), value)
            .record(RevisionKey.put(9, 0), new byte[] {0x0A, 0x7F})
            .record(RevisionKey.put(10, 0), value);
    List<String> records = records(etcd);
    assertEquals(List.of("malformed", "2/0 a=1", "malformed", "10/0 k=x", "malformed"), records);
    try (RevisionIndex index = RevisionIndex.build(open(etcd))) {
      assertEquals(3, index.malformed());
      assertEquals(2, index.records());
    }
  }

  @Test
  void anEighteenByteKeyWithAnotherMarkIsAPut() throws IOException {
    byte[] key = RevisionKey.tombstone(9, 0);
    key[17] = 'x';
    byte[] value = new KeyValueMessage(new byte[] {'k'}, 9, 9, 1, new byte[0], 0).toBytes();
    assertEquals(List.of("9/0 k="), records(etcd().record(key, value)));
  }

  @Test
  void aLeaseIsReadWithItsTopBits() throws IOException {
    EtcdBuilder etcd = etcd().put("a", new byte[] {1}, -3).put("b", new byte[] {1}, 7);
    List<Long> leases = new ArrayList<>();
    open(etcd)
        .forEachRevision(
            new RecordVisitor() {
              @Override
              public void record(RevisionRecord record) {
                leases.add(record.lease());
              }

              @Override
              public void malformed(MalformedRecordException fault) throws IOException {
                throw fault;
              }
            });
    assertEquals(List.of(-3L, 7L), leases);
  }

  @Test
  void theStateAtAnEarlierRevisionIsWhatAReadThereSees() throws IOException {
    EtcdBuilder etcd = etcd().put("a", "1").put("b", "2").delete("a").put("a", "4");
    Snapshot snapshot = open(etcd);
    long[] live = new long[4];
    for (int i = 0; i < live.length; i++) {
      try (RevisionIndex index = RevisionIndex.build(snapshot, 2 + i)) {
        live[i] = index.liveKeys();
      }
    }
    assertEquals(List.of(1L, 2L, 1L, 2L), java.util.Arrays.stream(live).boxed().toList());
  }

  /// Keys of more than a mebibyte that differ only in their last byte, or only in length.
  @Test
  void veryLongKeysAreToldApart() throws IOException {
    String stem = "k".repeat(1 << 20);
    EtcdBuilder etcd = etcd().put(stem + "a", "1").put(stem + "b", "2").put(stem, "3");
    etcd.put(stem + "a", "4").put(stem + stem, "5");
    Snapshot snapshot = open(etcd);
    try (RevisionIndex index = RevisionIndex.build(snapshot)) {
      assertEquals(4, index.liveKeys());
      List<Boolean> newest = new ArrayList<>();
      snapshot.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              newest.add(index.isLive(record));
            }

            @Override
            public void malformed(MalformedRecordException fault) throws IOException {
              throw fault;
            }
          });
      assertEquals(List.of(false, true, true, true, true), newest);
    }
  }

  @Test
  void threadsThatReadDifferentPartsSeeTheWholeStore() throws IOException {
    try (Snapshot snapshot = Snapshot.open(TestData.cluster("etcd-3.6").finalDb());
        RevisionIndex index = RevisionIndex.build(snapshot)) {
      AtomicLong live = new AtomicLong();
      AtomicLong records = new AtomicLong();
      snapshot.revisionParts(8).parallelStream().forEach(part -> count(part, index, records, live));
      assertEquals(index.records(), records.get());
      assertEquals(index.liveKeys(), live.get());
    }
  }

  private static void count(
      Snapshot.RevisionPart part, RevisionIndex index, AtomicLong records, AtomicLong live) {
    try {
      part.forEach(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              records.incrementAndGet();
              live.addAndGet(index.isLive(record) ? 1 : 0);
            }

            @Override
            public void malformed(MalformedRecordException fault) throws IOException {
              throw fault;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aClosedIndexCannotBeAsked() throws IOException {
    Snapshot snapshot = open(etcd().put("a", "1"));
    RevisionIndex index = RevisionIndex.build(snapshot);
    index.close();
    List<Class<?>> thrown = new ArrayList<>();
    snapshot.forEachRevision(
        new RecordVisitor() {
          @Override
          public void record(RevisionRecord record) {
            try {
              assertFalse(index.isLive(record));
            } catch (IllegalStateException e) {
              thrown.add(e.getClass());
            }
          }

          @Override
          public void malformed(MalformedRecordException fault) {}
        });
    assertTrue(thrown.contains(IllegalStateException.class));
  }

  private static EtcdBuilder etcd() {
    return EtcdBuilder.of(EtcdVersion.V3_6);
  }

  private static Snapshot open(EtcdBuilder etcd) throws IOException {
    return TestFiles.open(etcd.snapshot());
  }

  private static List<String> records(EtcdBuilder etcd) throws IOException {
    return TestFiles.records(open(etcd));
  }
}
