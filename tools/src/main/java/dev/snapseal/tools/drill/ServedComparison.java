package dev.snapseal.tools.drill;

import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.etcd.ServedKey;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.state.LiveRecords;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// Compares each key that a server answers with with the file, and opens its value: both are in the
/// order of keys, and are walked side by side. Belongs to one thread.
final class ServedComparison implements ServedKey.Visitor {
  private static final int MAX_NAMED = 3;
  private static final int MAX_PREFIXES = 10_000;

  private final LiveRecords file;
  private final ValueTrial values;
  private final LongConsumer progress;
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final Map<String, Long> byPrefix = new HashMap<>();
  private final List<String> differences = new ArrayList<>();
  private long differenceCount;
  private long compared;
  private long openingNanos;

  /// Place of the file's first key that has not been reached.
  private int next;

  /// @param progress told the bytes of keys and values compared since it was last told
  ServedComparison(LiveRecords file, ValueTrial values, LongConsumer progress) {
    this.file = file;
    this.values = values;
    this.progress = progress;
  }

  @Override
  public void key(ServedKey served) throws IOException {
    compared++;
    count(served);
    passOver(served.key());
    if (next < file.count() && file.key(next).mismatch(served.key()) < 0) {
      compare(served, file.get(next++));
    } else {
      differ(served, "the file does not have it, or it was served before");
    }
    long start = System.nanoTime();
    values.add(served.key(), served.value());
    openingNanos += System.nanoTime() - start;
    progress.accept(served.key().byteSize() + served.value().byteSize());
  }

  /// Reports the file's keys in front of one: the server has gone by them.
  private void passOver(MemorySegment key) {
    while (next < file.count() && LiveRecords.compare(file.key(next), key) < 0) {
      notServed();
    }
  }

  private void notServed() {
    differ(file.key(next++), "it is not served");
  }

  private void compare(ServedKey served, RevisionRecord record) {
    compare(served, "create revision", served.createRevision(), record.createRevision());
    compare(served, "mod revision", served.modRevision(), record.revision().main());
    compare(served, "version", served.version(), record.version());
    compare(served, "lease", served.lease(), record.lease());
    if (served.value().mismatch(record.value()) >= 0) {
      differ(
          served,
          "its value has other bytes (%d served, %d in the file)"
              .formatted(served.value().byteSize(), record.valueLength()));
    }
  }

  private void compare(ServedKey served, String what, long found, long expected) {
    if (found != expected) {
      differ(served, "%s %d served, %d in the file".formatted(what, found, expected));
    }
  }

  private void differ(ServedKey served, String how) {
    differ(served.key(), how);
  }

  private void differ(MemorySegment key, String how) {
    differenceCount++;
    if (differences.size() < MAX_NAMED) {
      differences.add(SafeText.etcdKey(key) + ": " + how);
    }
  }

  /// To be called behind the last key: looks for keys that were not served.
  void finish() {
    while (next < file.count()) {
      notServed();
    }
  }

  private void count(ServedKey served) {
    String prefix =
        keys.read(served.key().toArray(ValueLayout.JAVA_BYTE))
                instanceof KubernetesKey.ObjectKey object
            ? object.etcdPrefix() + "/" + object.stored().path() + "/"
            : "";
    if (byPrefix.size() < MAX_PREFIXES || byPrefix.containsKey(prefix)) {
      byPrefix.merge(prefix, 1L, Long::sum);
    }
  }

  long compared() {
    return compared;
  }

  long differenceCount() {
    return differenceCount;
  }

  /// The first few.
  List<String> differences() {
    return differences;
  }

  /// Time that went into opening values.
  long openingNanos() {
    return openingNanos;
  }

  Map<String, Long> byPrefix() {
    return byPrefix;
  }
}
