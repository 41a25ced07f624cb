/// Real backups, vectors, and the builders and breakers of small ones, for tests and benchmarks.
///
/// Start with [dev.snapseal.testdata.TestData] for files made by real servers and
/// [dev.snapseal.testdata.SnapshotBuilder] for files where a test writes out every number. Nothing
/// here uses the reader: its bytes come from this package's own constants, so that one mistake
/// cannot hide in both.
package dev.snapseal.testdata;
