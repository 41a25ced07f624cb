/// The rehearsal of a restore: a backup is brought up in a real etcd, and what that serves is
/// compared with the file. Start at [dev.snapseal.tools.drill.RestoreDrill].
package dev.snapseal.tools.drill;
