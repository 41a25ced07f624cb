package dev.snapseal.tools.keysource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.config.ConfigurationSearch;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import dev.snapseal.tools.values.ValueOpener;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Keys that objects in the store itself hold: OpenShift's Secrets `encryption-key-<component>-<N>`
/// and `encryption-config-<component>`, and RKE's ConfigMap `full-cluster-state`.
public final class StoreKeys implements RecordVisitor {
  /// Behind whatever prefix the cluster's keys have.
  private static final Pattern HOLDER =
      Pattern.compile(
          ".*/(?:secrets/[^/]+/encryption-(?:key-.+-\\d+|config(?:-.+)?)"
              + "|configmaps/kube-system/full-cluster-state)");

  private static final int KEY_MAX_BYTES = 512;

  /// The newest of them are tried.
  private static final int RECORDS_MAX = 1000;

  private final Deque<RevisionRecord> holders = new ArrayDeque<>();

  private StoreKeys() {}

  /// Finds them in every revision of the store, newest first.
  ///
  /// @param ring opens what is encrypted itself, and stays the caller's
  /// @return nothing also of a store that cannot be followed: whoever reads its values says so
  public static List<KeySource> find(BackupImage image, Optional<KeyRing> ring) throws IOException {
    return find(image, Origin.of(image.displayPath()), ring);
  }

  /// The same of a backup that lies in a file which was named.
  static List<KeySource> find(BackupImage image, Origin backup, Optional<KeyRing> ring)
      throws IOException {
    StoreKeys search = new StoreKeys();
    List<KeySource> sources = new ArrayList<>();
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes());
        ValueOpener opener = new ValueOpener(ring)) {
      snapshot.forEachRevision(search);
      for (RevisionRecord record : search.holders) {
        sources.addAll(keysOf(record, backup, opener));
      }
    } catch (CorruptSnapshotException _) {
      return List.copyOf(sources);
    }
    return List.copyOf(sources);
  }

  @Override
  public void record(RevisionRecord record) {
    if (record.isTombstone() || record.keyLength() > KEY_MAX_BYTES) {
      return;
    }
    if (HOLDER.matcher(new String(record.keyBytes(), UTF_8)).matches()) {
      holders.addFirst(record);
      if (holders.size() > RECORDS_MAX) {
        holders.removeLast();
      }
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    // It has no key that could be meant.
  }

  private static List<KeySource> keysOf(RevisionRecord record, Origin backup, ValueOpener opener) {
    Origin origin =
        backup.at(
            "%s revision %d"
                .formatted(new String(record.keyBytes(), UTF_8), record.revision().main()));
    boolean isSealed = opener.load(record) instanceof StoredValue.Encrypted;
    try {
      MemorySegment object = opener.open(record);
      byte[] json =
          ObjectDecoder.decode(object, Math.max(1, record.revision().main()))
              .tree()
              .toString()
              .getBytes(UTF_8);
      try {
        return ConfigurationSearch.search(origin.text(), json).stream()
            .map(found -> new KeySource(origin, isSealed, found.configuration()))
            .toList();
      } finally {
        Arrays.fill(json, (byte) 0);
      }
    } catch (ValueDecryptionException | ObjectDecodingException | InvalidConfigurationException _) {
      return List.of();
    }
  }
}
