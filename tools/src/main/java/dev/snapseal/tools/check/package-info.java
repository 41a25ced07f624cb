/// Whether a backup is sound: structure, records, ciphertexts. Start at
/// [dev.snapseal.tools.check.BackupCheck].
package dev.snapseal.tools.check;
