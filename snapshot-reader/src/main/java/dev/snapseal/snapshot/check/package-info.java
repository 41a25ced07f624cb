/// Finds everything that is wrong with a backup, instead of stopping at the first fault.
///
/// The rules are those of bbolt's own check and the ones it leaves out; with the records looked at
/// too, also those etcd's server dies of. Start at [SnapshotChecker]; what it tells is a
/// [CheckReport] of [Finding]s.
package dev.snapseal.snapshot.check;
