/// etcd's write-ahead log: records, raft entries and the values in them.
///
/// Nothing is copied: records are places in the bytes of their segment.
package dev.snapseal.snapshot.wal;
