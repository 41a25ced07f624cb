package dev.snapseal.tools.input;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Memory off the heap that takes bytes at its end. It is never larger than eight times the bytes
/// that it was given or that the packed input has, whatever size the input claims.
final class GrowingSegment implements AutoCloseable {
  private static final long FIRST_BYTES = 1L << 20;
  private static final int TRUST = 8;

  private final SizeGuess guess;
  private final String displayPath;
  private Block block;
  private long length;

  /// @param inputBytes size of the packed input
  GrowingSegment(SizeGuess guess, long inputBytes, String displayPath) throws InputException {
    this.guess = guess;
    this.displayPath = displayPath;
    long trusted = Math.max(FIRST_BYTES, times(inputBytes, TRUST));
    long first = guess.likely() > 0 ? Math.min(guess.likely(), trusted) : FIRST_BYTES;
    this.block = allocate(Math.min(guess.most(), first));
  }

  void append(byte[] chunk, int count) throws InputException {
    if (count > guess.most() - length) {
      throw tooLarge(guess.most());
    }
    if (count > block.memory().byteSize() - length) {
      grow(length + count);
    }
    MemorySegment.copy(chunk, 0, block.memory(), ValueLayout.JAVA_BYTE, length, count);
    length += count;
  }

  private void grow(long needed) throws InputException {
    boolean likely = guess.likely() >= needed && guess.likely() <= times(needed, TRUST);
    long wanted = likely ? guess.likely() : times(needed, 2);
    Block larger = allocate(Math.min(guess.most(), wanted));
    MemorySegment.copy(block.memory(), 0, larger.memory(), 0, length);
    block.arena().close();
    block = larger;
  }

  @SuppressWarnings("MustBeClosedChecker") // the block owns the arena from here on
  private Block allocate(long bytes) throws InputException {
    Arena arena = Arena.ofShared();
    try {
      return new Block(arena, arena.allocate(bytes));
    } catch (OutOfMemoryError e) {
      // Memory off the heap: the program itself lacks nothing.
      arena.close();
      throw tooLarge(bytes);
    }
  }

  private InputException tooLarge(long bytes) {
    return new InputException(
        displayPath,
        InputProblem.TOO_LARGE,
        "unpacks to more than %d bytes: more than its meta pages say, or this machine has room for"
            .formatted(bytes));
  }

  private static long times(long bytes, int factor) {
    return bytes > Long.MAX_VALUE / factor ? Long.MAX_VALUE : bytes * factor;
  }

  /// The bytes so far.
  MemorySegment bytes() {
    return block.memory().asSlice(0, length);
  }

  long capacity() {
    return block.memory().byteSize();
  }

  /// Owns the memory; whoever takes it closes it instead of this.
  Arena arena() {
    return block.arena();
  }

  @Override
  public void close() {
    block.arena().close();
  }

  private record Block(Arena arena, MemorySegment memory) {}
}
