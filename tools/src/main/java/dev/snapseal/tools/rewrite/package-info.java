/// Making a new backup of an old one: `encrypt`, `decrypt`, `rekey` and `compact` are one operation
/// with different options. Start at [dev.snapseal.tools.rewrite.BackupRewrite].
package dev.snapseal.tools.rewrite;
