/// Kubernetes' encryption at rest, offline: what a stored value is, and opening and making one.
///
/// Start at [dev.snapseal.crypto.StoredValue] to classify without keys, at
/// [dev.snapseal.crypto.config.EncryptionConfigurationReader] to read keys, and at
/// [dev.snapseal.crypto.keys.KeyRing] to use them.
package dev.snapseal.crypto;
