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

  long sourceOffset(long element) {
    return places.get(element);
  }

  int keyLength(long element) {
    return isMade(element)
        ? made(element).key().length
        : SourceElement.keyLength(source, sourceOffset(element));
  }

  /// The source's element, for one that is not made.
  ///
  /// @throws CorruptSnapshotException if it is another now: the file was written to meanwhile
  LeafElement source(long element) throws CorruptSnapshotException {
    return SourceElement.at(source, sourceOffset(element));
  }

  /// Bytes of the element's value in the new file.
  int valueLength(long element) {
    return (int) (lengths.get(element) >>> LENGTH_SHIFT);
  }

  boolean isRewritten(long element) {
    return (lengths.get(element) & LOW_MASK) != COPIED;
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
