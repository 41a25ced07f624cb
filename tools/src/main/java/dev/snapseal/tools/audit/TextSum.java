package dev.snapseal.tools.audit;

/// Tells text from ciphertext by adding up: a printable byte counts one, any other takes away its
/// weight, and what adds up to enough is text.
///
/// In random bytes, of which 95 in 256 are printable, a sum of `n` begins at one place in
/// 2.4<sup>n</sup> where others weigh two, and at one in 1.7<sup>n</sup> where they weigh one. So
/// one GiB of ciphertext shows text with a probability of less than one in a thousand.
final class TextSum {
  private final int weight;
  private final int enough;
  private int sum;
  private long start;

  private TextSum(int weight, int enough) {
    this.weight = weight;
    this.enough = enough;
  }

  /// For text in one piece: 32 bytes of it are enough.
  static TextSum ofRuns() {
    return new TextSum(2, 32);
  }

  /// For short pieces between other bytes, such as the fields of a message.
  static TextSum ofPieces() {
    return new TextSum(1, 56);
  }

  void restart(long position) {
    sum = 0;
    start = position;
  }

  /// Adds the next bytes.
  ///
  /// @param next first byte behind these
  /// @return whether there is text now
  boolean add(int printable, int others, long next) {
    sum += printable - weight * others;
    if (sum <= 0) {
      restart(next);
    }
    return sum >= enough;
  }

  /// Where the text begins.
  long start() {
    return start;
  }
}
