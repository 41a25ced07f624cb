package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.PageDecoder;

/// What the parts of one check share.
record CheckScope(PageDecoder pages, PageLedger ledger, FindingList findings, RowChecks rows) {
  SnapshotBytes bytes() {
    return pages.bytes();
  }
}
