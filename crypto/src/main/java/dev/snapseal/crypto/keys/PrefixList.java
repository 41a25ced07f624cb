package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The providers that serve one resource, in order, as the API server builds its prefix
/// transformers.
///
/// @param elements at least one; the first writes
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/transformer.go">apiserver
///   pkg/storage/value/transformer.go: `prefixTransformers`</a>
record PrefixList(List<Element> elements) {

  PrefixList {
    elements = List.copyOf(elements);
  }

  /// One element of the outer list.
  sealed interface Element {
    /// What values are written under if this is the first element; empty: they stay as they are.
    Optional<RingEntry> writer();

    /// The keys or the plugin of it.
    List<RingEntry> entries();
  }

  /// Values as they are.
  record Identity() implements Element {
    @Override
    public Optional<RingEntry> writer() {
      return Optional.empty();
    }

    @Override
    public List<RingEntry> entries() {
      return List.of();
    }
  }

  /// The keys of one provider: an inner list.
  record Keyed(Provider provider, List<RingEntry> keys) implements Element {
    @Override
    public Optional<RingEntry> writer() {
      return Optional.of(keys.getFirst());
    }

    @Override
    public List<RingEntry> entries() {
      return keys;
    }

    boolean claims(byte[] stored, int offset, int length) {
      return provider.marks(stored, offset, length);
    }

    /// The inner list's own error.
    String noKey() {
      String kind = provider == Provider.SECRETBOX ? "Secretbox" : "AES";
      return "no matching key was found for the provided " + kind + " transformer";
    }
  }

  /// A plugin.
  record Plugin(RingEntry entry) implements Element {
    @Override
    public Optional<RingEntry> writer() {
      return Optional.of(entry);
    }

    @Override
    public List<RingEntry> entries() {
      return List.of(entry);
    }
  }

  static boolean startsWith(byte[] start, byte[] stored, int offset, int length) {
    return length >= start.length
        && Arrays.equals(start, 0, start.length, stored, offset, offset + start.length);
  }
}
