package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.page.FreelistPage;
import java.util.Optional;

/// Checks the stored freelist and tells the ledger which pages it lists.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/freelist/shared.go">bbolt
///   freelist/shared.go</a>
final class FreelistCheck {
  /// The header's field `overflow` stands there.
  private static final int OVERFLOW_OFFSET = 12;

  private final CheckScope scope;

  FreelistCheck(CheckScope scope) {
    this.scope = scope;
  }

  /// Checks the list, which must be known before the trees are checked.
  ///
  /// @param from where the freelist's page id stands; call only if the meta page has one
  /// @return the freelist, if it can be read
  Optional<FreelistPage> check(Place from) {
    if (!scope.ledger().isInBounds(scope.pages().meta().freelistPageId(), from)) {
      return Optional.empty();
    }
    try {
      FreelistPage freelist = scope.pages().freelist();
      scope.ledger().setFree(readIds(freelist));
      checkSlack(freelist);
      return Optional.of(freelist);
    } catch (CorruptSnapshotException fault) {
      scope.findings().error(fault, from);
      return Optional.empty();
    }
  }

  /// Takes the freelist's own pages into use, once the trees have theirs: a crafted one that claims
  /// pages of a tree must not keep the tree from being checked.
  ///
  /// @param from as for [#check]
  void claim(FreelistPage freelist, Place from) {
    if (scope.ledger().claim(freelist.pageId(), from)) {
      scope
          .ledger()
          .claimOverflow(
              freelist.header(), Place.at(freelist.pageId(), freelist.offset() + OVERFLOW_OFFSET));
    }
  }

  private PageSet readIds(FreelistPage freelist) {
    PageSet free = new PageSet(scope.pages().meta().highWaterMark());
    long previous = 0;
    for (long i = 0; i < freelist.idCount(); i++) {
      long id = freelist.id(i);
      Place place = Place.at(freelist.header().id(), freelist.idOffset(i));
      if (scope.pages().isTreePageId(id)) {
        if (!free.add(id)) {
          error(StructureRule.FREELIST_DUPLICATE, place, "page " + id + " is listed as free twice");
        } else if (id < previous) {
          warnOrder(place, id, previous);
        }
        previous = id;
      } else if (!scope.ledger().isBehindEndOfFile(id)) {
        error(
            StructureRule.FREELIST_OUT_OF_BOUNDS,
            place,
            "page " + Long.toUnsignedString(id) + " is listed as free and cannot be");
      }
    }
    return free;
  }

  private void error(StructureRule rule, Place place, String message) {
    scope.findings().error(rule, place, () -> message);
  }

  private void warnOrder(Place place, long id, long previous) {
    scope
        .findings()
        .warning(
            StructureRule.FREELIST_ORDER,
            place,
            () -> "free page " + id + " is listed behind page " + previous);
  }

  private void checkSlack(FreelistPage freelist) {
    long dirty = scope.bytes().firstNonZero(freelist.usedEnd(), freelist.end());
    if (dirty < freelist.end()) {
      scope
          .findings()
          .warning(
              StructureRule.SLACK_NOT_ZERO,
              Place.at(freelist.header().id(), dirty),
              () -> "bytes other than zero behind the freelist");
    }
  }
}
