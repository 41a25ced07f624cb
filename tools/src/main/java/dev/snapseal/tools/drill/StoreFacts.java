package dev.snapseal.tools.drill;

import dev.snapseal.snapshot.Bucket;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a file says of the store in it, apart from its keys.
///
/// @param storage series of etcd that wrote it, told by what bucket `meta` has
/// @param leases seconds that each was granted for, by its ID
/// @param members of the cluster it was taken from
/// @param alarms that are raised
/// @param needsLogin whether the server will ask for a user
record StoreFacts(
    MetaValues meta,
    EtcdVersion storage,
    Map<Long, Long> leases,
    long members,
    long alarms,
    boolean needsLogin) {
  private static final int MAX_LEASES = 1_000_000;
  private static final int LEASE_ID = 1;
  private static final int LEASE_TTL = 2;
  private static final byte[] AUTH_ENABLED = {1};

  static StoreFacts read(Snapshot snapshot) throws IOException {
    MetaValues meta = MetaValues.read(snapshot);
    return new StoreFacts(
        meta,
        storage(meta),
        leases(snapshot),
        rows(snapshot, EtcdBucket.MEMBERS),
        rows(snapshot, EtcdBucket.ALARM),
        needsLogin(snapshot));
  }

  /// Since 3.6 the file says it; 3.5 was the first to write term and confState.
  ///
  /// @see <a
  ///   href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/schema/schema.go">schema.go,
  ///   detectSchemaVersion</a>
  private static EtcdVersion storage(MetaValues meta) {
    Optional<EtcdVersion> said = meta.storageVersion().flatMap(EtcdVersion::in);
    if (said.isPresent()) {
      return said.get();
    }
    boolean isOf35 = meta.term().isPresent() || meta.confState().isPresent();
    return new EtcdVersion(3, isOf35 ? 5 : 4, 0);
  }

  private static long rows(Snapshot snapshot, EtcdBucket name) throws IOException {
    long[] rows = new long[1];
    Optional<Bucket> bucket = snapshot.bucket(name);
    if (bucket.isPresent()) {
      snapshot.forEach(bucket.get(), (_, _) -> rows[0]++);
    }
    return rows[0];
  }

  private static boolean needsLogin(Snapshot snapshot) throws IOException {
    boolean[] enabled = new boolean[1];
    Optional<Bucket> bucket = snapshot.bucket(EtcdBucket.AUTH);
    if (bucket.isPresent()) {
      byte[] name = "authEnabled".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      snapshot.forEach(
          bucket.get(),
          (_, row) ->
              enabled[0] |=
                  snapshot.bytes().matches(row.keyOffset(), row.keyLength(), name)
                      && snapshot
                          .bytes()
                          .matches(row.valueOffset(), row.valueLength(), AUTH_ENABLED));
    }
    return enabled[0];
  }

  private static Map<Long, Long> leases(Snapshot snapshot) throws IOException {
    Map<Long, Long> leases = new LinkedHashMap<>();
    Optional<Bucket> bucket = snapshot.bucket(EtcdBucket.LEASE);
    if (bucket.isPresent()) {
      snapshot.forEach(
          bucket.get(),
          (_, row) -> {
            if (leases.size() < MAX_LEASES) {
              addLease(snapshot, row, leases);
            }
          });
    }
    return leases;
  }

  /// What is no lease the checker has found.
  private static void addLease(Snapshot snapshot, LeafElement row, Map<Long, Long> leases) {
    ProtobufReader reader =
        new ProtobufReader(snapshot.bytes().segment(), row.valueOffset(), row.valueLength());
    long id = 0;
    long seconds = 0;
    try {
      while (reader.next()) {
        if (reader.is(LEASE_ID, ProtobufReader.VARINT)) {
          id = reader.scalar();
        } else if (reader.is(LEASE_TTL, ProtobufReader.VARINT)) {
          seconds = reader.scalar();
        }
      }
    } catch (MalformedProtobufException _) {
      return;
    }
    leases.put(id, seconds);
  }
}
