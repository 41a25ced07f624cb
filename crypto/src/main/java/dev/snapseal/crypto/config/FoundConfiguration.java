package dev.snapseal.crypto.config;

/// An [EncryptionConfiguration] found in a document that holds more than it.
///
/// @param place the names of the fields that lead to it, such as `.EncryptionConfig.Content`; empty
///   for the whole document
/// @param configuration the receiver's, who closes it
public record FoundConfiguration(String place, EncryptionConfiguration configuration) {}
