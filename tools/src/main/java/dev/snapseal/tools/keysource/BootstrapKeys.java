package dev.snapseal.tools.keysource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.bootstrap.BootstrapException;
import dev.snapseal.crypto.bootstrap.BootstrapRecord;
import dev.snapseal.crypto.bootstrap.ServerToken;
import dev.snapseal.crypto.config.ConfigurationSearch;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.keysource.BootstrapFinding.Outcome;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the bootstrap records in the stores of backups, in every revision: a rotation saves the
/// record anew, and an old one holds an old configuration with its keys.
public final class BootstrapKeys implements RecordVisitor {
  private static final MemorySegment PREFIX =
      MemorySegment.ofArray(BootstrapRecord.KEY_PREFIX.getBytes(UTF_8));

  private static final int KEY_MAX_BYTES = 256;

  /// The newest are tried, deletions counted; each takes 4096 rounds of a hash, three times at
  /// most.
  private static final int RECORDS_MAX = 64;

  private static final String GUESSABLE =
      "a short token, which whoever has the backup can find by trying";

  private final Deque<RevisionRecord> records = new ArrayDeque<>();

  private BootstrapKeys() {}

  /// Finds them, newest first, and opens them if there is a token.
  ///
  /// @param token stays the caller's
  /// @return nothing of a store that cannot be followed: whoever reads its values says so
  public static List<BootstrapFinding> find(List<BackupImage> images, Optional<ServerToken> token)
      throws IOException {
    List<BootstrapFinding> findings = new ArrayList<>();
    for (BackupImage image : images) {
      BootstrapKeys search = new BootstrapKeys();
      try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
        snapshot.forEachRevision(search);
        Set<String> seen = new HashSet<>();
        for (RevisionRecord record : search.records) {
          boolean isNewest = seen.add(etcdKey(record));
          if (!record.isTombstone()) {
            findings.add(tried(image.displayPath(), record, isNewest, token));
          }
        }
      } catch (CorruptSnapshotException _) {
        // Whoever reads the values of this store says so.
      }
    }
    return List.copyOf(findings);
  }

  @Override
  public void record(RevisionRecord record) {
    long length = PREFIX.byteSize();
    if (record.keyLength() > KEY_MAX_BYTES
        || record.keyLength() < length
        || MemorySegment.mismatch(record.key(), 0, length, PREFIX, 0, length) >= 0) {
      return;
    }
    records.addFirst(record);
    if (records.size() > RECORDS_MAX) {
      records.removeLast();
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    // It has no key that could be meant.
  }

  private static String etcdKey(RevisionRecord record) {
    return new String(record.keyBytes(), UTF_8);
  }

  private static BootstrapFinding tried(
      String file, RevisionRecord record, boolean live, Optional<ServerToken> token) {
    String etcdKey = etcdKey(record);
    long revision = record.revision().main();
    // One byte more than a record may have, so that it is refused as one.
    byte[] value = new byte[Math.min(record.valueLength(), BootstrapRecord.VALUE_MAX_BYTES + 1)];
    record.copyValue(value, value.length);
    try {
      BootstrapRecord sealed = BootstrapRecord.parse(etcdKey, value);
      List<KeySource> keys = List.of();
      if (token.isPresent()) {
        Origin origin = Origin.of(file).at("%s revision %d".formatted(etcdKey, revision));
        keys = keysIn(origin, sealed.open(token.get()));
      }
      Outcome outcome = token.isPresent() ? Outcome.OPENED : Outcome.UNTRIED;
      String detail = token.filter(ServerToken::isGuessable).map(_ -> GUESSABLE).orElse("");
      return new BootstrapFinding(file, etcdKey, revision, live, outcome, detail, keys);
    } catch (BootstrapException e) {
      Outcome outcome =
          switch (e.reason()) {
            case NOT_SEALED -> Outcome.NOT_SEALED;
            case OTHER_TOKEN -> Outcome.OTHER_TOKEN;
            case DAMAGED -> Outcome.DAMAGED;
          };
      String detail = e.getMessage();
      if (outcome == Outcome.OTHER_TOKEN && token.isPresent()) {
        detail +=
            token.get().looksCut()
                ? "; this one looks cut (K10 without ::)"
                : "; this one's record would be " + token.get().recordKey();
      }
      return new BootstrapFinding(file, etcdKey, revision, live, outcome, detail, List.of());
    } catch (InvalidConfigurationException e) {
      return new BootstrapFinding(
          file, etcdKey, revision, live, Outcome.DAMAGED, "it opens; " + e.getMessage(), List.of());
    }
  }

  private static List<KeySource> keysIn(Origin origin, byte[] json)
      throws InvalidConfigurationException {
    try {
      return ConfigurationSearch.search(origin.text(), json).stream()
          .map(found -> KeySource.sealed(origin, found))
          .toList();
    } finally {
      Arrays.fill(json, (byte) 0);
    }
  }
}
