package dev.snapseal.snapshot.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.snapshot.TestFiles;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaValuesTest {

  @ParameterizedTest
  @EnumSource(EtcdVersion.class)
  void eachVersionLeavesItsOwnRows(EtcdVersion version) throws IOException {
    MetaValues meta = read(EtcdBuilder.of(version).put("a", "1"));
    boolean hasTerm = version != EtcdVersion.V3_4;
    boolean hasStorageVersion = version == EtcdVersion.V3_6 || version == EtcdVersion.V3_7;
    assertEquals(OptionalLong.of(1), meta.consistentIndex());
    assertEquals(hasTerm, meta.term().isPresent());
    assertEquals(hasTerm, meta.confState().isPresent());
    assertEquals(hasStorageVersion, meta.storageVersion().isPresent());
    assertEquals(List.of(), meta.malformed());
  }

  @Test
  void aCompactionInTheMiddleCountsAsDone() throws IOException {
    EtcdBuilder etcd = store(20).compact(6).scheduleCompaction(11);
    MetaValues meta = read(etcd);
    assertEquals(OptionalLong.of(6), meta.finishedCompactRevision());
    assertEquals(OptionalLong.of(11), meta.scheduledCompactRevision());
    assertEquals(OptionalLong.of(11), meta.compactRevision());
  }

  @Test
  void aStoreThatWasNeverCompactedHasNoCompactRevision() throws IOException {
    assertEquals(OptionalLong.empty(), read(store(3)).compactRevision());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.8.0", "garbage", ""})
  void aStrangeStorageVersionIsHandedOn(String text) throws IOException {
    EtcdBuilder etcd = store(1).row("meta", "storageVersion", text.getBytes(UTF_8));
    assertEquals(Optional.of(text), read(etcd).storageVersion());
  }

  @Test
  void rowsOfAnotherLengthAreNamedOnce() throws IOException {
    EtcdBuilder etcd =
        store(1)
            .row("meta", "term", new byte[9])
            .row("meta", "consistent_index", new byte[7])
            .row("meta", "finishedCompactRev", new byte[16]);
    MetaValues meta = read(etcd);
    assertEquals(List.of("consistent_index", "finishedCompactRev", "term"), meta.malformed());
    assertEquals(OptionalLong.empty(), meta.term());
  }

  @Test
  void aFileWithoutBucketMetaHasNoValues() throws IOException {
    MetaValues meta = read(store(1).withoutBucket("meta"));
    assertEquals(OptionalLong.empty(), meta.consistentIndex());
    assertEquals(Optional.empty(), meta.storageVersion());
  }

  @Test
  void anIndexAboveTheSignedRangeIsKept() throws IOException {
    byte[] highest = {-1, -1, -1, -1, -1, -1, -1, -2};
    assertEquals(
        OptionalLong.of(-2),
        read(store(1).row("meta", "consistent_index", highest)).consistentIndex());
  }

  private static EtcdBuilder store(int puts) {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    for (int i = 0; i < puts; i++) {
      etcd.put("k" + i, "v");
    }
    return etcd;
  }

  private static MetaValues read(EtcdBuilder etcd) throws IOException {
    return MetaValues.read(TestFiles.open(etcd.snapshot()));
  }
}
