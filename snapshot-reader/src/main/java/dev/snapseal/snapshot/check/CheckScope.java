package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.internal.PageDecoder;
import dev.snapseal.snapshot.internal.SnapshotBytes;

/// What the parts of one check share.
record CheckScope(PageDecoder pages, PageLedger ledger, FindingList findings, RowChecks rows) {
  SnapshotBytes bytes() {
    return pages.bytes();
  }
}
