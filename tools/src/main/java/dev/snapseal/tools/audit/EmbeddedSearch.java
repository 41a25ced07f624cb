package dev.snapseal.tools.audit;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.tools.plaintext.EmbeddedSecret;
import dev.snapseal.tools.report.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for Secrets inside plaintext of another kind, if they must be encrypted.
final class EmbeddedSearch {
  private static final GroupResource SECRETS = new GroupResource("", "secrets");

  /// So that a crafted value does not fill the heap.
  private static final int MOST_KEPT = 1000;

  private final List<EmbeddedSecret> found = new ArrayList<>();
  private long count;
  private boolean isComplete = true;

  /// @param range of the plaintext
  EmbeddedSearch(AuditContext context, ByteRange range) {
    if (context.options().policy().includes(SECRETS)) {
      isComplete = EmbeddedSecret.find(context.snapshot().bytes(), range, this::add);
    }
  }

  private void add(EmbeddedSecret secret) {
    count++;
    if (found.size() < MOST_KEPT) {
      found.add(secret);
    }
  }

  /// The first of them.
  List<EmbeddedSecret> found() {
    return found;
  }

  /// Whether all of the plaintext was looked at.
  boolean isComplete() {
    return isComplete;
  }

  /// What the plaintext holds, if anything.
  Optional<String> message() {
    return found.stream()
        .findFirst()
        .map(
            first ->
                count == 1
                    ? "the value holds " + first.title()
                    : "the value holds " + Quantity.count(count, "Secret"));
  }
}
