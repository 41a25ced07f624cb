package dev.snapseal.testdata;

/// Where the tree of a large snapshot will end, known before its first page is written.
final class LargeTree {
  private LargeTree() {}

  /// Page id of the tree's top: leaves come first, then one level of branches after another.
  static long top(LargePlan plan) {
    long next = 2 + plan.leafPages();
    long nodes = plan.leaves();
    if (nodes == 1) {
      return 2;
    }
    while (nodes > 1) {
      nodes = Math.ceilDiv(nodes, LargePlan.perBranch());
      next += nodes;
    }
    return next - 1;
  }
}
