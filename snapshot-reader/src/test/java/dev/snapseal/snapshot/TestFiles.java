package dev.snapseal.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.BuiltSnapshot;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Built files, opened and listed.
public final class TestFiles {
  private TestFiles() {}

  public static Snapshot open(byte[] file) throws CorruptSnapshotException {
    return Snapshot.of("built.db", MemorySegment.ofArray(file));
  }

  public static Snapshot open(BuiltSnapshot built) throws CorruptSnapshotException {
    return open(built.bytes());
  }

  /// Keys and values of every top-level bucket as text; a nested bucket is listed with the value
  /// `bucket`.
  public static Map<String, Map<String, String>> contents(Snapshot snapshot) throws IOException {
    Map<String, Map<String, String>> contents = new TreeMap<>();
    for (Bucket bucket : snapshot.buckets()) {
      Map<String, String> rows = new TreeMap<>();
      snapshot.forEach(
          bucket,
          (leaf, element) ->
              rows.put(
                  text(snapshot, element.keyOffset(), element.keyLength()),
                  element.isBucket()
                      ? "bucket"
                      : text(snapshot, element.valueOffset(), element.valueLength())));
      contents.put(bucket.name(), rows);
    }
    return contents;
  }

  /// Every record as `main/sub key=value`, a tombstone as `main/sub key gone`, a malformed one as
  /// `malformed`.
  public static List<String> records(Snapshot snapshot) throws IOException {
    List<String> records = new ArrayList<>();
    snapshot.forEachRevision(
        new RecordVisitor() {
          @Override
          public void record(RevisionRecord record) {
            String key = text(record.key());
            records.add(
                record.revision()
                    + " "
                    + key
                    + (record.isTombstone() ? " gone" : "=" + text(record.value())));
          }

          @Override
          public void malformed(MalformedRecordException fault) {
            records.add("malformed");
          }
        });
    return records;
  }

  public static String text(MemorySegment bytes) {
    return new String(bytes.toArray(ValueLayout.JAVA_BYTE), UTF_8);
  }

  private static String text(Snapshot snapshot, long offset, int length) {
    return text(snapshot.bytes().slice(offset, length));
  }
}
