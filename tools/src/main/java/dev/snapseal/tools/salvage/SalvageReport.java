package dev.snapseal.tools.salvage;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.salvage.Losses.LostPage;
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

  /// What is gone; each list has at most a thousand entries.
  ///
  /// @param metaPages what is wrong with meta pages
  /// @param pages that a tree leads to
  /// @param pagesBehindEnd pages that the file should have by its meta page
  /// @param records whose revision is known and whose value is gone
  /// @param revisions main revisions of which no record is left
  /// @param revisionCount of all of them
  /// @param elements of pages that a tree leads to, of which not even the key can be read
  public record Missing(
      List<String> metaPages,
      List<LostPage> pages,
      long pageCount,
      long pagesBehindEnd,
      List<LostRecord> records,
      long recordCount,
      List<RevisionGap> revisions,
      long revisionCount,
      long elements) {
    public Missing {
      metaPages = List.copyOf(metaPages);
      pages = List.copyOf(pages);
      records = List.copyOf(records);
      revisions = List.copyOf(revisions);
    }

    private boolean isNothing() {
      return pageCount + pagesBehindEnd + recordCount + revisionCount + elements == 0;
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
        && buckets.stream().allMatch(SalvagedBucket::isWhole);
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
        && conflictCount == 0
        && source.otherBuckets() == 0
        && input.trailer() != FileDigest.Trailer.INVALID;
  }
}
