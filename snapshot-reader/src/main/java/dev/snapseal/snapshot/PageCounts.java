package dev.snapseal.snapshot;

/// Numbers of pages below the high-water mark.
///
/// @param total all of them
/// @param free pages that no tree reaches and the freelist does not take itself
/// @param leaf leaf nodes, without their overflow pages
/// @param branch branch nodes, without their overflow pages
/// @param overflow pages that continue a leaf or branch
/// @param freelist pages of the stored freelist, its overflow pages included
/// @param meta always 2
public record PageCounts(
    long total, long free, long leaf, long branch, long overflow, long freelist, long meta) {}
