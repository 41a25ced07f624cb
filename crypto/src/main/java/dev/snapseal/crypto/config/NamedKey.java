package dev.snapseal.crypto.config;

import dev.snapseal.crypto.keys.SecretKeyBytes;

/// A key of `aescbc`, `aesgcm` or `secretbox`.
///
/// @param name not empty; may hold colons, and need not be unique
/// @param secret 16, 24 or 32 bytes; 32 with `secretbox`
public record NamedKey(String name, SecretKeyBytes secret) {}
