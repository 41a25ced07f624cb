/// Finds what is left of a damaged backup, by pages and by form, and says what is gone. Start at
/// [dev.snapseal.snapshot.salvage.SalvagedBackup].
package dev.snapseal.snapshot.salvage;
