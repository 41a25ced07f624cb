/// What a path that the user gave holds, and the bytes of the etcd backups in it.
///
/// Start at [dev.snapseal.tools.input.BackupInput#open]. The kind of a file is found from its
/// content, never from its name. Plain files are mapped; what is compressed or archived is unpacked
/// into memory off the heap, within [dev.snapseal.tools.input.InputLimits], and never into a file.
/// Nothing here knows what an etcd backup says: it only peeks at the bbolt meta pages, for a
/// length.
package dev.snapseal.tools.input;
