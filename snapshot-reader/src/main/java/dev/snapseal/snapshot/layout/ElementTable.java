package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.page.LeafElement;
import java.util.ArrayList;
import java.util.List;

/// The elements of a new file, bucket after bucket, each bucket's in key order: where each comes
/// from, and how long its value will be. Sixteen bytes an element, outside the heap.
final class ElementTable implements AutoCloseable {
  private static final int LENGTH_SHIFT = 32;
  private static final long LOW_MASK = 0xFFFF_FFFFL;

  /// Stands for the length of the new value where nothing is rewritten.
  private static final long COPIED = LOW_MASK;

  /// Set in the place of a key that no element of the source names; the low half of the length then
  /// holds its length, which the mark beside it tells from that of a new value.
  private static final long PLACED = 1L << 62;

  private static final long PLACED_LENGTH = 1L << 31;

  private final SnapshotBytes source;
  private final LongTable places = new LongTable();
  private final LongTable lengths = new LongTable();
  private final List<NewElement> made = new ArrayList<>();

  ElementTable(SnapshotBytes source) {
    this.source = source;
  }

  /// An element of the source that stays as it is.
  ///
  /// @param sourceOffset file offset of the source's 16-byte element
  void addCopied(long sourceOffset, int valueLength) {
    places.add(sourceOffset);
    lengths.add((long) valueLength << LENGTH_SHIFT | COPIED);
  }

  /// A record with a new value.
  ///
  /// @param sourceOffset file offset of the source's 16-byte element
  /// @param valueLength of the element: the whole `KeyValue`
  /// @param newValueLength of the value inside it
  void addRewritten(long sourceOffset, int valueLength, int newValueLength) {
    places.add(sourceOffset);
    lengths.add((long) valueLength << LENGTH_SHIFT | newValueLength);
  }

  /// Key and value side by side in the source, without an element that names them.
  void addPlaced(long keyOffset, int keyLength, int valueLength) {
    places.add(keyOffset | PLACED);
    lengths.add((long) valueLength << LENGTH_SHIFT | PLACED_LENGTH | keyLength);
  }

  /// An element that the source does not have.
  void addMade(NewElement element) {
    places.add(~made.size());
    lengths.add((long) element.valueLength() << LENGTH_SHIFT | COPIED);
    made.add(element);
  }

  long size() {
    return places.size();
  }

  boolean isMade(long element) {
    return places.get(element) < 0;
  }

  NewElement made(long element) {
    return made.get((int) ~places.get(element));
  }

  /// File offset of the source's 16-byte element, for one that is copied or rewritten.
  long sourceOffset(long element) {
    return places.get(element);
  }

  private boolean isPlaced(long element) {
    return (places.get(element) & (PLACED | Long.MIN_VALUE)) == PLACED;
  }

  int keyLength(long element) {
    if (isPlaced(element)) {
      return placedKeyLength(element);
    }
    return isMade(element)
        ? made(element).key().length
        : SourceElement.keyLength(source, sourceOffset(element));
  }

  private int placedKeyLength(long element) {
    return (int) (lengths.get(element) & (PLACED_LENGTH - 1));
  }

  /// The source's element, for one that is not made.
  ///
  /// @throws CorruptSnapshotException if it is another now: the file was written to meanwhile
  LeafElement source(long element) throws CorruptSnapshotException {
    if (isPlaced(element)) {
      long keyOffset = places.get(element) & ~PLACED;
      return new LeafElement(
          keyOffset, 0, keyOffset, placedKeyLength(element), valueLength(element));
    }
    return SourceElement.at(source, sourceOffset(element));
  }

  /// Bytes of the element's value in the new file.
  int valueLength(long element) {
    return (int) (lengths.get(element) >>> LENGTH_SHIFT);
  }

  boolean isRewritten(long element) {
    return (lengths.get(element) & LOW_MASK) != COPIED && !isPlaced(element);
  }

  /// Bytes of a rewritten record's value, inside its `KeyValue`.
  int newValueLength(long element) {
    return (int) lengths.get(element);
  }

  @Override
  public void close() {
    places.close();
    lengths.close();
  }
}
