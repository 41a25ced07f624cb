package dev.snapseal.tools.caseindex;

import java.util.List;

/// The evidences of a case, in the order of their newest revisions.
public record CaseTimeline(List<Epoch> epochs) {
  public CaseTimeline {
    epochs = List.copyOf(epochs);
  }

  /// What an evidence shows of its cluster's history.
  ///
  /// @param last when its newest revision was written
  public record Epoch(Evidence evidence, WrittenTime last) {}
}
