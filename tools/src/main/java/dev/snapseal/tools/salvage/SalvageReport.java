package dev.snapseal.tools.salvage;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.salvage.Losses.LostPage;
import dev.snapseal.snapshot.salvage.Losses.MendedCount;
import dev.snapseal.snapshot.salvage.Losses.RevisionConflict;
import dev.snapseal.snapshot.salvage.Losses.RevisionGap;
import dev.snapseal.snapshot.salvage.Revisions;
import dev.snapseal.snapshot.salvage.RootOrigin;
import dev.snapseal.snapshot.salvage.SalvagedBackup.Records;
import dev.snapseal.snapshot.salvage.SalvagedBucket;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;

/// What was saved of a damaged backup, and what is gone.
///
/// @param input the source
/// @param source how its pages were found
/// @param output the new snapshot
/// @param records by where they were found
/// @param buckets where each comes from
/// @param missing what is gone, as far as can be said
/// @param mended what was wrong with nodes and names, and could be put right
/// @param conflicts revisions of which there were records that differ, at most a thousand
/// @param conflictCount of all
/// @param verifiedElements elements that were read back and compared
public record SalvageReport(
    InputFacts input,
    Source source,
    Output output,
    Records records,
    Revisions revisions,
    List<SalvagedBucket> buckets,
    Missing missing,
    Mended mended,
    List<RevisionConflict> conflicts,
    long conflictCount,
    long verifiedElements) {
  public SalvageReport {
    buckets = List.copyOf(buckets);
    conflicts = List.copyOf(conflicts);
  }

  /// How the pages of the source were found.
  ///
  /// @param pageSize bytes
  /// @param isPageSizeTried whether no meta page said it, so that page headers had to
  /// @param pages whole pages of the file
  /// @param root where the names of the buckets were read
  /// @param rootPage the page; 0 if there is none
  /// @param otherBuckets that are not etcd's, and were left out
  public record Source(
      int pageSize,
      boolean isPageSizeTried,
      long pages,
      RootOrigin root,
      long rootPage,
      long otherBuckets) {}

  /// The new snapshot.
  ///
  /// @param sha256 of the whole file, lower-case hex
  public record Output(long sizeBytes, String sha256) {}

  /// What was wrong, and cost nothing; the list has at most a thousand entries.
  ///
  /// @param counts numbers of elements
  /// @param countCount of all
  /// @param names buckets with one wrong bit in their name or flags
  public record Mended(List<MendedCount> counts, long countCount, List<RenamedBucket> names) {
    public Mended {
      counts = List.copyOf(counts);
      names = List.copyOf(names);
    }

    private boolean isNothing() {
      return countCount == 0 && names.isEmpty();
    }
  }

  /// A bucket with one wrong bit in its name or flags.
  ///
  /// @param page where the name stands
  /// @param bucket what it was taken for
  /// @param name as it is, fit to be shown
  public record RenamedBucket(long page, EtcdBucket bucket, String name) {}

  /// What is gone; each list has at most a thousand entries.
  ///
  /// @param metaPages what is wrong with meta pages
  /// @param pages that a tree leads to
  /// @param pagesBehindEnd pages that the file should have by its meta page
  /// @param records whose revision is known and whose value is gone
  /// @param revisions main revisions of which no record is left
  /// @param revisionCount of all of them
  /// @param elements of pages that a tree leads to, of which not even the key can be read
  /// @param isLastCommit whether the last commit may be gone: a broken meta page may have named it,
  ///   or records of it were found
  public record Missing(
      List<String> metaPages,
      List<LostPage> pages,
      long pageCount,
      long pagesBehindEnd,
      List<LostRecord> records,
      long recordCount,
      List<RevisionGap> revisions,
      long revisionCount,
      long elements,
      boolean isLastCommit) {
    public Missing {
      metaPages = List.copyOf(metaPages);
      pages = List.copyOf(pages);
      records = List.copyOf(records);
      revisions = List.copyOf(revisions);
    }

    private boolean isNothing() {
      return !isLastCommit
          && pageCount + pagesBehindEnd + recordCount + revisionCount + elements == 0;
    }
  }

  /// A record whose value is gone.
  ///
  /// @param key fit to be shown; empty if it cannot be read
  /// @param page where its revision stands
  /// @param isNewest whether the new file has no later record of the key: what it has is out of
  ///   date
  public record LostRecord(
      long main, long sub, boolean isTombstone, String key, long page, boolean isNewest) {}

  /// Whether the whole tree of the newest meta page was read.
  public boolean isWhole() {
    return source.root() == RootOrigin.META
        && missing.isNothing()
        && !isCompactedRevisionMissing()
        && buckets.stream().allMatch(SalvagedBucket::isWhole);
  }

  /// The buckets that the root should name and does not; etcd makes all of them when it first
  /// starts.
  public List<SalvagedBucket> missingBuckets() {
    return buckets.stream()
        .filter(bucket -> bucket.bucket() != EtcdBucket.KEY && !bucket.isWhole())
        .filter(
            bucket ->
                bucket.source() == SalvagedBucket.Source.MADE
                    || bucket.source() == SalvagedBucket.Source.PAGES)
        .toList();
  }

  /// Whether the last record comes before the revision that bucket `meta` says the file is
  /// compacted to. A compaction keeps the record of its own revision; etcd before 3.4.34 and 3.5.16
  /// dropped it if it was a deletion, which only a file whose SHA-256 is right can prove.
  ///
  /// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/mvcc/hash.go">etcd
  ///   hash.go</a>
  public boolean isCompactedRevisionMissing() {
    return revisions.compactionIsKnown()
        && revisions.last() < revisions.compacted()
        && !areValuesProven();
  }

  /// Whether nothing is known to be missing. Both meta pages may be gone: then the newest root that
  /// is left leads to all that it names, and nothing newer lies beside it; that no newer root was
  /// lost with everything below it, no file can prove.
  public boolean isComplete() {
    return isWhole() || isWholeBelowImage();
  }

  private boolean isWholeBelowImage() {
    return source.root() == RootOrigin.IMAGE
        && source.isPageSizeTried()
        && missing.isNothing()
        && !isCompactedRevisionMissing()
        && records.orphaned() == 0
        && buckets.stream().allMatch(bucket -> bucket.isWhole() || isFollowedKey(bucket));
  }

  /// The tree of bucket `key` counts as whole only below a meta page; what it lacks is among the
  /// missing.
  private static boolean isFollowedKey(SalvagedBucket bucket) {
    return bucket.bucket() == EtcdBucket.KEY && bucket.source() == SalvagedBucket.Source.FOUND_ROOT;
  }

  /// Whether a SHA-256 behind the source says that its bytes are those that were saved. Without it,
  /// what was saved is what is there: a value with changed bytes looks like any other.
  public boolean areValuesProven() {
    return input.trailer() == FileDigest.Trailer.VALID;
  }

  /// Whether there was nothing to mend either.
  public boolean isSound() {
    return isWhole()
        && missing.metaPages().isEmpty()
        && mended.isNothing()
        && conflictCount == 0
        && source.otherBuckets() == 0
        && input.trailer() != FileDigest.Trailer.INVALID;
  }
}
