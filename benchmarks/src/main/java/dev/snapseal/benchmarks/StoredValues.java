package dev.snapseal.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Every value of the backups of a real cluster, plain and under several providers, mixed.
final class StoredValues {
  private static final byte[] RESERVED = "k8s:enc:".getBytes(US_ASCII);
  private static final long SEED = 1;

  private final List<byte[]> values = new ArrayList<>();
  private final KeyRing ring;

  /// @throws IllegalStateException if the contenders disagree about a value
  StoredValues() {
    Cluster cluster = TestData.cluster("etcd-3.6");
    try {
      for (String epoch : List.of("0-plain", "2-cbc2", "5-stamp")) {
        add(cluster.epoch(epoch));
      }
      add(cluster.finalDb());
      add(TestData.cluster("zoo-1.36").finalDb());
      ring = SealingKey.ring(List.of(Files.readString(cluster.config())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.shuffle(values, new Random(SEED));
    check();
  }

  private void add(Path file) throws IOException {
    try (Snapshot snapshot = Snapshot.open(file)) {
      snapshot.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              byte[] value = new byte[record.valueLength()];
              record.copyValue(value, value.length);
              values.add(value);
            }

            @Override
            public void malformed(MalformedRecordException fault) {
              throw new IllegalStateException("a real cluster's record", fault);
            }
          });
    }
  }

  private void check() {
    int encrypted = 0;
    for (byte[] value : values) {
      boolean begins = begins(value);
      StoredValue bare = StoredValue.classify(value, 0, value.length);
      StoredValue configured = ring.classify(value, 0, value.length);
      Gate.require(begins == isEncrypted(bare), "StoredValue is of another mind than the floor");
      Gate.require(bare.equals(configured), "KeyRing is of another mind than StoredValue");
      encrypted += begins ? 1 : 0;
    }
    Gate.require(encrypted > 0 && encrypted < values.size(), "the values are no mixture");
  }

  private static boolean isEncrypted(StoredValue value) {
    return !(value instanceof StoredValue.Plain);
  }

  int count() {
    return values.size();
  }

  int countByPrefix() {
    int encrypted = 0;
    for (byte[] value : values) {
      encrypted += begins(value) ? 1 : 0;
    }
    return encrypted;
  }

  private static boolean begins(byte[] value) {
    return value.length >= RESERVED.length
        && Arrays.equals(value, 0, RESERVED.length, RESERVED, 0, RESERVED.length);
  }

  int countByStoredValue() {
    int encrypted = 0;
    for (byte[] value : values) {
      encrypted += isEncrypted(StoredValue.classify(value, 0, value.length)) ? 1 : 0;
    }
    return encrypted;
  }

  int countByKeyRing() {
    int encrypted = 0;
    for (byte[] value : values) {
      encrypted += isEncrypted(ring.classify(value, 0, value.length)) ? 1 : 0;
    }
    return encrypted;
  }
}
