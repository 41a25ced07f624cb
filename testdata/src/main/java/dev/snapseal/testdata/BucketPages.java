package dev.snapseal.testdata;

import java.util.List;

/// Where the tree of one bucket came to stand.
///
/// @param root page id of the tree's top
/// @param leaves page ids in key order
/// @param branches page ids, lowest level first
public record BucketPages(long root, List<Long> leaves, List<Long> branches) {}
