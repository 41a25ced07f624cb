package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Counts of values by resource and by how they are stored; one for each worker, merged at the end.
public final class StateTally {

  /// One way in which values of one resource are stored.
  ///
  /// @param resource with empty names for keys that are not Kubernetes'
  private record State(GroupResource resource, EncryptionPrefix prefix) {
    boolean is(GroupResource otherResource, EncryptionPrefix otherPrefix) {
      return resource.equals(otherResource) && prefix.equals(otherPrefix);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof State that && is(that.resource, that.prefix);
    }

    @Override
    public int hashCode() {
      return 31 * resource.hashCode() + prefix.hashCode();
    }
  }

  private static final class Counts {
    private long live;
    private long superseded;
    private long free;
    private long bytes;

    void add(Scope scope, long valueBytes) {
      switch (scope) {
        case LIVE -> live++;
        case SUPERSEDED -> superseded++;
        case FREE, SLACK, WAL, RAFT, RAW -> free++;
      }
      bytes += valueBytes;
    }

    void add(Counts other) {
      live += other.live;
      superseded += other.superseded;
      free += other.free;
      bytes += other.bytes;
    }

    long total() {
      return live + superseded + free;
    }
  }

  /// So that made-up resources and key names do not fill the heap; the rest is counted together.
  private static final int MAX_STATES = 5000;

  private static final String OTHER_NAMES = "(other names)";

  private final Map<State, Counts> counts = new HashMap<>();

  /// Of the value counted last: the next one is mostly of the same state.
  private State lastState = new State(new GroupResource("", ""), EncryptionPrefix.NONE);

  private Counts lastCounts = new Counts();

  /// Counts a value.
  ///
  /// @param resource with empty names for keys that are not Kubernetes'
  public void add(GroupResource resource, EncryptionPrefix prefix, Scope scope, long bytes) {
    if (!lastState.is(resource, prefix) || lastCounts.total() == 0) {
      lastState = new State(resource, prefix);
      lastCounts = counts(lastState);
    }
    lastCounts.add(scope, bytes);
  }

  private Counts counts(State state) {
    State counted =
        counts.size() < MAX_STATES || counts.containsKey(state) ? state : otherNames(state);
    return counts.computeIfAbsent(counted, s -> new Counts());
  }

  private static State otherNames(State state) {
    Provider provider = state.prefix().provider();
    return new State(
        new GroupResource("", ""),
        provider == Provider.IDENTITY
            ? EncryptionPrefix.NONE
            : new EncryptionPrefix(provider, OTHER_NAMES));
  }

  /// Adds what another has counted.
  public void addAll(StateTally other) {
    other.counts.forEach(
        (state, count) -> counts.computeIfAbsent(state, s -> new Counts()).add(count));
  }

  /// Number of values in all scopes stored under this prefix.
  long valuesUnder(EncryptionPrefix prefix) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().prefix().equals(prefix))
        .mapToLong(entry -> entry.getValue().total())
        .sum();
  }

  /// Every prefix that a value was stored under, without [EncryptionPrefix#NONE].
  List<EncryptionPrefix> prefixes() {
    return counts.keySet().stream()
        .map(State::prefix)
        .filter(prefix -> prefix.provider() != Provider.IDENTITY)
        .distinct()
        .sorted(Comparator.comparing(EncryptionPrefix::text))
        .toList();
  }

  /// By resource, then plaintext first, then prefix.
  public List<StateCount> states() {
    List<StateCount> states = new ArrayList<>();
    counts.forEach((state, count) -> states.add(stateCount(state, count)));
    states.sort(
        Comparator.comparing((StateCount state) -> state.groupResource().orElse("\uFFFF"))
            .thenComparing(state -> state.prefix().orElse("")));
    return states;
  }

  private static StateCount stateCount(State state, Counts count) {
    boolean plain = state.prefix().provider() == Provider.IDENTITY;
    return new StateCount(
        state.resource().resource().isEmpty()
            ? Optional.empty()
            : Optional.of(state.resource().resource()),
        state.resource().group(),
        state.prefix().provider().jsonName(),
        plain ? Optional.empty() : Optional.of(state.prefix().keyName()),
        plain ? Optional.empty() : Optional.of(state.prefix().text()),
        count.live,
        count.superseded,
        count.free,
        count.bytes);
  }
}
