package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One put in a backup of a real cluster.
record RealValue(String key, MemorySegment value, long modRevision) {
  static final List<String> CLUSTERS = List.of("etcd-3.5", "etcd-3.6", "remnant-3.6", "zoo-1.36");

  /// Every put of every backup of a real cluster, in the order of revisions.
  static Stream<RealValue> ofAllClusters() {
    return CLUSTERS.stream()
        .map(TestData::cluster)
        .flatMap(RealValue::backups)
        .flatMap(backup -> all(backup).stream());
  }

  private static Stream<Path> backups(Cluster cluster) {
    Stream<Path> epochs =
        cluster.name().startsWith("etcd-")
            ? Stream.of("0-plain", "2-cbc2", "5-stamp").map(cluster::epoch)
            : Stream.empty();
    return Stream.concat(epochs, Stream.of(cluster.finalDb()));
  }

  static List<RealValue> all(Path backup) {
    List<RealValue> values = new ArrayList<>();
    try (Snapshot snapshot = Snapshot.open(backup)) {
      snapshot.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord put) {
              if (!put.isTombstone()) {
                values.add(copy(put));
              }
            }

            @Override
            public void malformed(MalformedRecordException fault) {
              throw new AssertionError(fault);
            }
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return values;
  }

  /// The newest put of each key; keys that were deleted since are among them.
  static Map<String, RealValue> newest(Cluster cluster) {
    Map<String, RealValue> newest = new LinkedHashMap<>();
    all(cluster.finalDb()).forEach(value -> newest.put(value.key(), value));
    return newest;
  }

  boolean isPlain() {
    return StoredForm.of(value) != StoredForm.ENCRYPTED;
  }

  private static RealValue copy(RevisionRecord put) {
    return new RealValue(
        new String(put.key().toArray(ValueLayout.JAVA_BYTE), UTF_8),
        MemorySegment.ofArray(put.value().toArray(ValueLayout.JAVA_BYTE)),
        put.revision().main());
  }
}
