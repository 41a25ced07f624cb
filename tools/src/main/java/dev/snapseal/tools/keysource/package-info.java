/// Where the keys of encryption at rest lie: in files of many kinds, in archives, and inside the
/// backups themselves. Start at [dev.snapseal.tools.keysource.KeyFile] and
/// [dev.snapseal.tools.keysource.BootstrapKeys].
package dev.snapseal.tools.keysource;
