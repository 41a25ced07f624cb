/// Compares the live state of two backups by what their values hold, under whatever keys they are.
/// Start at [dev.snapseal.tools.diff.BackupDiff].
package dev.snapseal.tools.diff;
