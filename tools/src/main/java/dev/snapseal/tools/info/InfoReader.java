package dev.snapseal.tools.info;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.HashKv;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.StatusHash;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.report.MemberReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Reads all that `info` tells. The file's SHA-256 is computed beside it.
public final class InfoReader {
  private static final int MAX_MEMBERS = 1000;
  private static final int MAX_ROW_BYTES = 1 << 20;

  private InfoReader() {}

  /// Reads a backup.
  ///
  /// @param progress told the bytes hashed since it was last told; they add up to the image's
  ///   length
  /// @throws CorruptSnapshotException if a tree of the file cannot be followed
  public static BackupInfo read(BackupImage image, LongConsumer progress) throws IOException {
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
      BackgroundDigest digest = BackgroundDigest.start(snapshot, progress);
      try (RevisionIndex index = RevisionIndex.empty(snapshot)) {
        return read(image, snapshot, index, digest);
      }
    }
  }

  /// One walk; a second one only for the HashKV of a store that was compacted, which depends on
  /// what is the newest record of each key, or of one whose records are not all sound.
  private static BackupInfo read(
      BackupImage image, Snapshot snapshot, RevisionIndex index, BackgroundDigest digest)
      throws IOException {
    MetaValues meta = MetaValues.read(snapshot);
    boolean isCompacted = meta.compactRevision().isPresent();
    StatusHash hash = new StatusHash(snapshot);
    BucketSizes sizes = new BucketSizes();
    KeySpaceCounter keySpaces = new KeySpaceCounter(index);
    PageUsage usage = PageUsage.survey(snapshot, hash, sizes, snapshot.recordsOf(keySpaces));
    long hashKv =
        isCompacted || index.malformed() > 0
            ? HashKv.of(snapshot, meta, index, Long.MAX_VALUE)
            : HashKv.ofAll(hash.keyBucket());
    long revision = Math.max(index.lastMain(), meta.compactRevision().orElse(0));
    List<BackupInfo.BucketSize> buckets = sizes.sizes();
    return new BackupInfo(
        InputFacts.of(image, digest.join()),
        hash.value(),
        index.lastMain(),
        index.liveKeys(),
        buckets.stream().mapToLong(BackupInfo.BucketSize::keys).sum(),
        snapshot.imageLength(),
        snapshot.meta().pageSize(),
        snapshot.meta().txid(),
        meta,
        new BackupInfo.HashKv(hashKv, revision),
        usage.counts(),
        usage.regions(),
        buckets,
        keySpaces.keySpaces(),
        members(snapshot),
        index.malformed(),
        snapshot.metaFaults().stream().map(CorruptSnapshotException::getMessage).toList());
  }

  private static List<BackupInfo.Member> members(Snapshot snapshot) throws IOException {
    List<BackupInfo.Member> members = new ArrayList<>();
    var bucket = snapshot.bucket(EtcdBucket.MEMBERS);
    if (bucket.isPresent()) {
      snapshot.forEach(
          bucket.get(),
          (leaf, element) -> {
            if (members.size() < MAX_MEMBERS && element.keyLength() <= 64) {
              members.add(member(snapshot, element));
            }
          });
    }
    return members;
  }

  private static BackupInfo.Member member(Snapshot snapshot, LeafElement element) {
    byte[] id = new byte[element.keyLength()];
    snapshot.bytes().copy(element.keyOffset(), id, 0, id.length);
    byte[] row = new byte[Math.min(element.valueLength(), MAX_ROW_BYTES)];
    snapshot.bytes().copy(element.valueOffset(), row, 0, row.length);
    return MemberReader.read(new String(id, java.nio.charset.StandardCharsets.UTF_8), row);
  }
}
