package dev.snapseal.snapshot.salvage;

/// What becomes of an element that was found.
enum RecordVerdict {
  NONE(0),
  /// The tree leads to it.
  REACHED(1),
  /// No page leads to it any more, and nothing says that it was deleted.
  ORPHANED(2),
  /// The newest tree did not hold it.
  FREE(3),
  /// Another element is the same record.
  DUPLICATE(4),
  /// Its value is gone, and no other element has it.
  LOST(5);

  private final int number;

  RecordVerdict(int number) {
    this.number = number;
  }

  /// Fits three bits.
  int number() {
    return number;
  }

  static RecordVerdict of(int number) {
    return switch (number) {
      case 1 -> REACHED;
      case 2 -> ORPHANED;
      case 3 -> FREE;
      case 4 -> DUPLICATE;
      case 5 -> LOST;
      default -> NONE;
    };
  }
}
