/// Keys in use: a ring of all configured keys and plugins, and one worker per thread that opens and
/// seals values.
///
/// Start at [dev.snapseal.crypto.keys.KeyRing].
package dev.snapseal.crypto.keys;
