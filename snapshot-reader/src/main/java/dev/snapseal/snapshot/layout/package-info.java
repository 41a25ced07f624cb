/// Lays a new snapshot out and writes it: every page is fixed before a byte is written, so that
/// several threads can write at once. Start at [dev.snapseal.snapshot.layout.SnapshotPlan].
package dev.snapseal.snapshot.layout;
