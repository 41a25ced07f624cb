package dev.snapseal.tools.wal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.wal.RequestValue;
import dev.snapseal.snapshot.wal.RequestValues;
import dev.snapseal.snapshot.wal.WalEnd;
import dev.snapseal.snapshot.wal.WalEntry;
import dev.snapseal.snapshot.wal.WalReader;
import dev.snapseal.snapshot.wal.WalRecordType;
import dev.snapseal.tools.DataDirectory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The logs of real servers, against the database that the same servers made of them.
final class RealLogsTest {
  @TempDir private Path folder;

  private record Log(WalEnd end, List<Long> indexes, Map<String, Set<String>> puts) {}

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6", "remnant-3.6"})
  void everyRecordOfTheDatabaseWasPutByTheLog(String name) throws IOException {
    Map<String, byte[]> files = files(DataDirectory.unpacked(name, folder));
    Log log = read(files);
    assertTrue(log.end.torn().isEmpty());
    assertTrue(log.end.records() > 500, () -> log.end.records() + " records");
    for (int i = 1; i < log.indexes.size(); i++) {
      assertEquals(log.indexes.get(i - 1) + 1, log.indexes.get(i));
    }
    assertEquals(List.of(), missing(log, files.get("member/snap/db")));
  }

  private static Log read(Map<String, byte[]> files) throws IOException {
    List<SnapshotBytes> segments =
        files.entrySet().stream()
            .filter(file -> file.getKey().endsWith(".wal"))
            .map(file -> new SnapshotBytes(file.getKey(), MemorySegment.ofArray(file.getValue())))
            .toList();
    assertTrue(!segments.isEmpty());
    List<Long> indexes = new ArrayList<>();
    Map<String, Set<String>> puts = new HashMap<>();
    WalEnd end =
        WalReader.read(
            segments,
            (segment, record) -> {
              if (record.type() == WalRecordType.ENTRY) {
                WalEntry entry = WalEntry.read(segment, record);
                indexes.add(entry.index());
                RequestValues.forEach(segment, entry, value -> put(segment, value, puts));
              }
            });
    return new Log(end, indexes, puts);
  }

  private static void put(
      SnapshotBytes segment, RequestValue value, Map<String, Set<String>> puts) {
    if (value.kind() == RequestValue.Kind.PUT) {
      puts.computeIfAbsent(
              text(segment, value.keyOffset(), value.keyLength()), _ -> new HashSet<>())
          .add(text(segment, value.offset(), value.length()));
    }
  }

  private static String text(SnapshotBytes segment, long offset, long length) {
    return new String(segment.copy(offset, (int) length), ISO_8859_1);
  }

  /// Keys of records that no entry of the log has put.
  private static List<String> missing(Log log, byte[] db) throws IOException {
    List<String> missing = new ArrayList<>();
    int[] records = {0};
    try (Snapshot snapshot = Snapshot.of("db", MemorySegment.ofArray(db))) {
      snapshot.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              String key = new String(record.keyBytes(), ISO_8859_1);
              String value = new String(record.value().toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
              records[0]++;
              if (!record.isTombstone()
                  && !value.isEmpty()
                  && !log.puts.getOrDefault(key, Set.of()).contains(value)) {
                missing.add(key);
              }
            }

            @Override
            public void malformed(MalformedRecordException fault) {
              throw new AssertionError(fault);
            }
          });
    }
    assertTrue(records[0] > 200, () -> records[0] + " records");
    return missing;
  }

  /// Files by their path from `member/` on, sorted.
  private static Map<String, byte[]> files(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
