/// What every command does that looks at the stored values of a backup: read them part by part on
/// several threads, copy them, notice nonces and published keys. Start at
/// [dev.snapseal.tools.values.ValueWork].
package dev.snapseal.tools.values;
