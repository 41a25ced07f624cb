package dev.snapseal.tools.keys;

/// A key of a KMS plugin and the values whose data keys it wrapped.
///
/// @param id what the plugin calls it
/// @param values live and superseded
/// @param opens values that the plugin opened, of those
/// @param liveOpens live ones among them
public record KmsKeyUse(String id, long values, long live, long opens, long liveOpens) {}
