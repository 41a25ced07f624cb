package dev.snapseal.tools.needs;

/// Why a backup cannot be restored as it is, whatever the keys.
///
/// @param path of the backup; may hold control characters of names
/// @param what in words, without the path
public record FileFault(String path, String what) {}
