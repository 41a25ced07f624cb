package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.Bucket;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.page.LeafElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What bucket `meta` says of the store; each is absent where the version that wrote the file does
/// not know it.
///
/// @param consistentIndex raft index of the last applied entry, unsigned
/// @param term raft term of that entry, unsigned; since 3.5
/// @param scheduledCompactRevision main revision of the last compaction that was begun
/// @param finishedCompactRevision main revision of the last compaction that was ended
/// @param storageVersion text such as `3.6.0`; since 3.6
/// @param confState JSON of the raft membership; since 3.5
/// @param malformed names of keys whose value has another form than etcd writes
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/schema/schema.go">etcd
///   schema.go</a>
public record MetaValues(
    OptionalLong consistentIndex,
    OptionalLong term,
    OptionalLong scheduledCompactRevision,
    OptionalLong finishedCompactRevision,
    Optional<String> storageVersion,
    Optional<String> confState,
    List<String> malformed) {

  private static final int MAX_TEXT_LENGTH = 1 << 20;

  /// Reads bucket `meta`; a file without it gives no values.
  public static MetaValues read(Snapshot snapshot) throws IOException {
    Optional<Bucket> meta = snapshot.bucket(EtcdBucket.META);
    Collector collector = new Collector(snapshot.bytes());
    if (meta.isPresent()) {
      snapshot.forEach(meta.get(), (leaf, element) -> collector.add(element));
    }
    return collector.values();
  }

  /// The revision up to which history is gone, as a server takes it at start: the higher of both
  /// compactions.
  public OptionalLong compactRevision() {
    long finished = finishedCompactRevision.orElse(-1);
    long scheduled = scheduledCompactRevision.orElse(-1);
    long compacted = Math.max(finished, scheduled);
    return compacted < 0 ? OptionalLong.empty() : OptionalLong.of(compacted);
  }

  private static final class Collector {
    private final SnapshotBytes bytes;
    private OptionalLong consistentIndex = OptionalLong.empty();
    private OptionalLong term = OptionalLong.empty();
    private OptionalLong scheduled = OptionalLong.empty();
    private OptionalLong finished = OptionalLong.empty();
    private Optional<String> storageVersion = Optional.empty();
    private Optional<String> confState = Optional.empty();
    private final Set<String> malformed = new LinkedHashSet<>();

    Collector(SnapshotBytes bytes) {
      this.bytes = bytes;
    }

    void add(LeafElement element) {
      if (element.keyLength() > 64) {
        return;
      }
      String key = text(element.keyOffset(), element.keyLength());
      switch (key) {
        case "consistent_index" -> consistentIndex = number(key, element);
        case "term" -> term = number(key, element);
        case "scheduledCompactRev" -> scheduled = revision(key, element);
        case "finishedCompactRev" -> finished = revision(key, element);
        case "storageVersion" -> storageVersion = string(key, element);
        case "confState" -> confState = string(key, element);
        default -> {
          // Keys of later versions are nobody's fault.
        }
      }
    }

    MetaValues values() {
      return new MetaValues(
          consistentIndex,
          term,
          scheduled,
          finished,
          storageVersion,
          confState,
          List.copyOf(malformed));
    }

    private OptionalLong number(String key, LeafElement element) {
      if (element.valueLength() != Long.BYTES) {
        malformed.add(key);
        return OptionalLong.empty();
      }
      return OptionalLong.of(bytes.bigEndian64(element.valueOffset()));
    }

    private OptionalLong revision(String key, LeafElement element) {
      Optional<Revision> revision =
          Revision.fromKeyBytes(bytes, element.valueOffset(), element.valueLength());
      if (revision.isEmpty()) {
        malformed.add(key);
        return OptionalLong.empty();
      }
      return OptionalLong.of(revision.get().main());
    }

    private Optional<String> string(String key, LeafElement element) {
      if (element.valueLength() > MAX_TEXT_LENGTH) {
        malformed.add(key);
        return Optional.empty();
      }
      return Optional.of(text(element.valueOffset(), element.valueLength()));
    }

    private String text(long offset, int length) {
      byte[] copy = new byte[length];
      bytes.copy(offset, copy, 0, length);
      return new String(copy, StandardCharsets.UTF_8);
    }
  }
}
