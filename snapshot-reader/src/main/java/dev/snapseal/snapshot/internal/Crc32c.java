package dev.snapseal.snapshot.internal;

/// The CRC-32C of so many bytes, which can be appended to that of others without reading either
/// again.
///
/// A CRC is the remainder of a polynomial over two elements. Appending bytes multiplies it by the
/// power of x that their number of bits says, so that many megabytes are appended in about a
/// thousand steps. Numbers are bit-reversed, as CRC-32C stores them.
///
/// @param value unsigned 32 bit
/// @param length bytes it was computed of
public record Crc32c(long value, long length) {
  public static final Crc32c EMPTY = new Crc32c(0, 0);

  /// Castagnoli's polynomial.
  private static final int POLYNOMIAL = 0x82F63B78;

  private static final int ONE = 1 << 31;
  private static final int X_TO_THE_8TH = 1 << (31 - 8);

  /// The CRC of these bytes with the other's behind them.
  public Crc32c append(Crc32c other) {
    int shifted = multiply(powerOfBytes(other.length), (int) value);
    return new Crc32c((shifted ^ other.value) & 0xFFFF_FFFFL, length + other.length);
  }

  /// x to the power of 8 times `count`, by squaring.
  private static int powerOfBytes(long count) {
    int result = ONE;
    int square = X_TO_THE_8TH;
    for (long rest = count; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result = multiply(result, square);
      }
      square = multiply(square, square);
    }
    return result;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int term = b;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= term;
      }
      term = (term & 1) == 0 ? term >>> 1 : (term >>> 1) ^ POLYNOMIAL;
    }
    return product;
  }
}
