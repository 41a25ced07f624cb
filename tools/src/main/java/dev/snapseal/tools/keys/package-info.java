/// Which keys the values of backups are under, and whether they are at hand. Start at
/// [dev.snapseal.tools.keys.KeyInventoryReader].
package dev.snapseal.tools.keys;
