/// Recognising bbolt's pages in bytes that no file system or page number leads to. Records are
/// found by [dev.snapseal.snapshot.kv.RecordCarver], the write-ahead log's by
/// [dev.snapseal.snapshot.wal.WalCarver].
package dev.snapseal.snapshot.carve;
