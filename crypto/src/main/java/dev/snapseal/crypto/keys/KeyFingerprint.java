package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EncryptionPrefix;
import java.util.Optional;

/// By what a key is known again that was at hand before, without the key: made by
/// [KeyRing#fingerprints].
///
/// @param prefix of the values that it is for
/// @param id 32 hexadecimal digits, of no use to whoever lacks the salt; empty for a plugin, which
///   does not show its keys
public record KeyFingerprint(EncryptionPrefix prefix, Optional<String> id) {}
