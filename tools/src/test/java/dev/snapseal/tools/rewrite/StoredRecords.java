package dev.snapseal.tools.rewrite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputOptions;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All records of a backup in the order of their revisions, with their values as they are stored.
record StoredRecords(List<Row> rows) {
  /// One record.
  static final class Row {
    private final long main;
    private final boolean tombstone;
    private final String key;
    private final GroupResource resource;
    private final String fields;
    private final byte[] value;

    private Row(RevisionRecord record, GroupResource resource) {
      this.main = record.revision().main();
      this.tombstone = record.isTombstone();
      this.key = new String(record.keyBytes(), ISO_8859_1);
      this.resource = resource;
      this.value = record.value().toArray(ValueLayout.JAVA_BYTE);
      this.fields =
          "%s %s %s create %d mod %d version %d lease %d"
              .formatted(
                  record.revision(),
                  tombstone,
                  key,
                  record.createRevision(),
                  record.modRevision(),
                  record.version(),
                  record.lease());
    }

    long main() {
      return main;
    }

    boolean tombstone() {
      return tombstone;
    }

    String key() {
      return key;
    }

    /// `?` if the key is not of a resource that is listed.
    GroupResource resource() {
      return resource;
    }

    /// Everything but the value.
    String fields() {
      return fields;
    }

    byte[] value() {
      return value;
    }

    boolean isEncrypted() {
      return StoredValue.isEncrypted(value, 0, value.length);
    }

    boolean hasPrefix(String prefix) {
      return new String(value, 0, Math.min(value.length, prefix.length()), ISO_8859_1)
          .equals(prefix);
    }

    byte[] etcdKey() {
      return key.getBytes(ISO_8859_1);
    }
  }

  /// Reads any file that a command takes.
  static StoredRecords of(Path file) throws IOException {
    try (BackupInput input =
            BackupInput.open(
                file.toString(), InputStream.nullInputStream(), InputOptions.standard());
        Snapshot snapshot = Snapshot.of(file.toString(), input.onlyImage().bytes())) {
      return of(snapshot);
    }
  }

  private static StoredRecords of(Snapshot snapshot) throws IOException {
    List<Row> rows = new ArrayList<>();
    KubernetesKeyReader keys = new KubernetesKeyReader();
    snapshot.forEachRevision(
        new RecordVisitor() {
          @Override
          public void record(RevisionRecord record) {
            rows.add(row(record, keys));
          }

          @Override
          public void malformed(MalformedRecordException fault) {
            throw new AssertionError(fault);
          }
        });
    return new StoredRecords(rows);
  }

  private static Row row(RevisionRecord record, KubernetesKeyReader keys) {
    return new Row(
        record,
        keys.read(record.keyBytes()) instanceof ObjectKey object
            ? object.groupResource()
            : ResourceReader.UNLISTED);
  }

  List<String> fields() {
    return rows.stream().map(Row::fields).toList();
  }

  /// The plaintext of each value, opened by whatever key can.
  List<byte[]> opened(TestKeys keys) throws ValueDecryptionException {
    try (ValueTransformers worker = keys.ring().newWorker()) {
      List<byte[]> plain = new ArrayList<>();
      for (Row row : rows) {
        plain.add(
            worker
                .decryptWithAnyKey(EtcdKey.of(row.etcdKey()), row.value, 0, row.value.length)
                .toBytes());
      }
      return plain;
    }
  }

  /// The plaintext of each value, as an API server with the first configuration opens it.
  List<byte[]> served(TestKeys keys) throws ValueDecryptionException {
    try (ValueTransformers worker = keys.ring().newWorker()) {
      List<byte[]> plain = new ArrayList<>();
      for (Row row : rows) {
        plain.add(
            row.value.length == 0
                ? row.value
                : worker
                    .decrypt(
                        row.resource, EtcdKey.of(row.etcdKey()), row.value, 0, row.value.length)
                    .toBytes());
      }
      return plain;
    }
  }
}
