package dev.snapseal.tools.caseindex;

import java.time.Instant;

/// When an object was written, by its own word.
public record StatedTime(Instant time, TimeSource source) {}
