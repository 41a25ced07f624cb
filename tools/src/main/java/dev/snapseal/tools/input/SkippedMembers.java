package dev.snapseal.tools.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was passed over in one input. Keeps the first thousand, and the first that may have been
/// the backup; counts the others.
final class SkippedMembers {
  private static final int KEPT = 1000;
  private static final int NAMED = 3;

  private final List<SkippedMember> kept = new ArrayList<>();
  private Optional<InputException> suspect = Optional.empty();
  private long count;

  void add(InputException e) {
    if (suspect.isEmpty() && e.problem().mayHideABackup()) {
      suspect = Optional.of(e);
    }
    count++;
    if (kept.size() < KEPT) {
      kept.add(SkippedMember.of(e));
    }
  }

  List<SkippedMember> kept() {
    return List.copyOf(kept);
  }

  long count() {
    return count;
  }

  /// Why an input without a backup has none.
  InputException nothingInside(String displayPath) {
    return suspect.orElseGet(
        () -> new InputException(displayPath, InputProblem.NOTHING_INSIDE, summary()));
  }

  private String summary() {
    StringBuilder text = new StringBuilder("no etcd backup inside");
    kept.stream()
        .limit(NAMED)
        .forEach(
            member ->
                text.append("; ").append(member.displayPath()).append(": ").append(member.why()));
    if (count > NAMED) {
      text.append("; and ").append(count - NAMED).append(" more");
    }
    return text.toString();
  }
}
