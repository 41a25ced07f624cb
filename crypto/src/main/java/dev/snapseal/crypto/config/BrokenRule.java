package dev.snapseal.crypto.config;

/// A rule of the API server's that a configuration breaks.
///
/// @param text the server's own words
record BrokenRule(ConfigurationFault fault, String text) {}
