package dev.snapseal.tools.sweep;

/// What all files of a sweep share.
record SweepContext(SweepOptions options, Literals literals, HitCollector hits) {}
