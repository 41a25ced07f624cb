/// Finds the value of one key as a read at some revision would. Start at
/// [dev.snapseal.tools.lookup.KeyLookup].
package dev.snapseal.tools.lookup;
