/// Making a sound backup of what is left of a damaged one. Start at
/// [dev.snapseal.tools.salvage.BackupSalvage].
package dev.snapseal.tools.salvage;
