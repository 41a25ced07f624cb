package dev.snapseal.snapshot.layout;

/// The elements of one bucket of a new file, wherever they come from.
@FunctionalInterface
public interface BucketContent {
  /// Hands over every element, keys strictly ascending.
  void forEach(Sink sink);

  /// Takes elements.
  interface Sink {
    /// Key and value that lie side by side in the source.
    ///
    /// @param keyLength 1 to 32768
    void place(long keyOffset, int keyLength, int valueLength);

    /// An element that the source does not have.
    void row(byte[] key, byte[] value);
  }
}
