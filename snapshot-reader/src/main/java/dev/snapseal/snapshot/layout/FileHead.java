package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.page.MetaPage;

/// What the meta pages of a new file take over from its source.
///
/// @param pageSize bytes a page
/// @param rootSequence sequence of the root bucket, 0 in etcd's files
/// @param txid of the newest meta page; where it could not be bbolt's, another is written
public record FileHead(int pageSize, long rootSequence, long txid) {
  static FileHead of(MetaPage meta) {
    return new FileHead(meta.pageSize(), meta.rootSequence(), meta.txid());
  }
}
