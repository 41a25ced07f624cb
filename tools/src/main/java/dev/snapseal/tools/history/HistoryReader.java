package dev.snapseal.tools.history;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.history.KeyHistory.Content;
import dev.snapseal.tools.history.KeyHistory.Entry;
import dev.snapseal.tools.history.KeyHistory.Origin;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.lookup.KeyQuery;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.values.ValueOpener;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Collects every record of one key, and opens what the keys at hand open.
public final class HistoryReader implements AutoCloseable {
  private final Optional<KeyRing> ring;
  private final ValueOpener opener;

  private HistoryReader(Optional<KeyRing> ring) {
    this.ring = ring;
    this.opener = new ValueOpener(ring);
  }

  /// How far to look.
  public enum Reach {
    /// The revisions in the store.
    STORE,
    /// Copies on free pages and in slack too.
    FREE_SPACE
  }

  /// Reads a backup.
  ///
  /// @param ring keys, which stay the caller's
  /// @param progress told the bytes hashed since it was last told; they add up to the image's
  ///   length
  /// @return nothing if there is no record of the key
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if a tree of the file cannot be
  ///   followed
  public static Optional<KeyHistory> read(
      BackupImage image, KeyQuery query, Reach reach, Optional<KeyRing> ring, LongConsumer progress)
      throws IOException {
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes());
        HistoryReader reader = new HistoryReader(ring)) {
      BackgroundDigest digest = BackgroundDigest.start(snapshot, progress);
      KeyRecords records = KeyRecords.collect(snapshot, query, reach);
      if (records.isEmpty()) {
        return Optional.empty();
      }
      List<Entry> entries = new ArrayList<>();
      for (KeyRecords.Found found : records.found()) {
        entries.add(reader.entry(found));
      }
      return Optional.of(
          new KeyHistory(
              InputFacts.of(image, digest.join()),
              SafeText.etcdKey(entriesKey(records)),
              entries,
              records.omitted()));
    }
  }

  @Override
  public void close() {
    opener.close();
  }

  private static byte[] entriesKey(KeyRecords records) {
    return records.found().getFirst().record().key().toArray(ValueLayout.JAVA_BYTE);
  }

  private Entry entry(KeyRecords.Found found) {
    RevisionRecord record = found.record();
    if (record.isTombstone()) {
      return entry(found, EncryptionPrefix.NONE, Content.NONE, Optional.empty());
    }
    return switch (opener.load(record)) {
      case StoredValue.Plain _ -> opened(found, EncryptionPrefix.NONE, Content.PLAIN);
      case StoredValue.Encrypted(EncryptionPrefix prefix, _, _) ->
          ring.isPresent()
              ? opened(found, prefix, Content.OPENED)
              : entry(found, prefix, Content.NOT_TRIED, Optional.empty());
      case StoredValue.MalformedPrefix _ ->
          entry(found, EncryptionPrefix.NONE, Content.NOT_OPENED, Optional.empty());
    };
  }

  private Entry opened(KeyRecords.Found found, EncryptionPrefix prefix, Content content) {
    try {
      Optional<Origin> origin =
          OriginReader.read(opener.open(found.record()), found.record().revision().main());
      return entry(found, prefix, content, origin);
    } catch (ValueDecryptionException e) {
      return entry(found, prefix, Content.NOT_OPENED, Optional.empty());
    }
  }

  private static Entry entry(
      KeyRecords.Found found, EncryptionPrefix prefix, Content content, Optional<Origin> origin) {
    RevisionRecord record = found.record();
    return new Entry(
        record.revision().main(),
        record.revision().sub(),
        record.version(),
        record.createRevision(),
        found.state(),
        prefix,
        record.valueLength(),
        content,
        origin,
        record.pageId(),
        record.isTombstone() ? record.recordOffset() : record.valueOffset());
  }
}
