/// Sealing and opening files with [age](https://age-encryption.org/v1), format v1 as C2SP's
/// `age.md` has it. Header, payload and X25519 are a library's (jagged); what it lacks is here:
/// scrypt, the rules for stanzas beside each other, and key files.
package dev.snapseal.tools.age;
