package dev.snapseal.tools.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.LongSupplier;

/// What unpacking one input has cost so far, against its limits. Bytes count once for every
/// compression that they come out of, whether they are kept or not: time is a cost too.
final class UnpackBudget {
  /// Of the central directories of all zip archives together: on the heap their entries take up to
  /// 25 times as much.
  static final long DIRECTORY_BYTES = 4L << 20;

  private final String displayPath;
  private final InputLimits limits;
  private final LongSupplier inputBytes;
  private long unpackedBytes;
  private int members;
  private int images;
  private long directoryBytesLeft = DIRECTORY_BYTES;

  /// @param displayPath the whole input
  /// @param inputBytes the input's own size; of a stream, what was read of it so far
  UnpackBudget(String displayPath, InputLimits limits, LongSupplier inputBytes) {
    this.displayPath = displayPath;
    this.limits = limits;
    this.inputBytes = inputBytes;
  }

  long inputBytes() {
    return inputBytes.getAsLong();
  }

  void countMembers(int count) throws InputException {
    members += count;
    if (members > limits.members()) {
      throw new InputException(
          displayPath,
          InputProblem.TOO_MANY_MEMBERS,
          "more than %d members in its archives".formatted(limits.members()));
    }
  }

  void countImage() throws InputException {
    images++;
    if (images > limits.images()) {
      throw new InputException(
          displayPath,
          InputProblem.TOO_MANY_MEMBERS,
          "more than %d etcd backups inside".formatted(limits.images()));
    }
  }

  long directoryBytesLeft() {
    return directoryBytesLeft;
  }

  void countDirectory(long bytes) {
    directoryBytesLeft -= bytes;
  }

  /// The same stream, whose every byte counts.
  InputStream charging(InputStream unpacked) {
    return new Charging(unpacked);
  }

  private void charge(long bytes) throws InputException {
    unpackedBytes += bytes;
    boolean excessive = unpackedBytes / limits.highestRatio() > inputBytes();
    if (unpackedBytes > limits.anyRatioBytes() && excessive) {
      throw new InputException(
          displayPath,
          InputProblem.TOO_LARGE,
          "%d bytes unpack to more than %d: no backup packs so well, this is an archive bomb"
              .formatted(inputBytes(), unpackedBytes));
    }
  }

  private final class Charging extends FilterInputStream {
    Charging(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      charge(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      int count = super.read(target, offset, length);
      charge(Math.max(0, count));
      return count;
    }
  }
}
