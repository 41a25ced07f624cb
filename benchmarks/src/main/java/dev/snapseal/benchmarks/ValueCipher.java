package dev.snapseal.benchmarks;

/// A contender that opens and seals values under one key. Belongs to one thread, which asks one
/// thing at a time.
interface ValueCipher {
  /// Bytes by which a sealed value may be longer than the plain one, prefix included.
  int MOST_OVERHEAD = 128;

  /// Opens the sample's stored value.
  ///
  /// @return bytes of plaintext
  int open(ValueSample sample);

  /// A copy of what was opened last; for gates.
  byte[] opened();

  /// Seals the sample's plain value into `out`, the body at the sample's body offset; a prefix
  /// before it need not be written.
  ///
  /// @return one behind the last byte
  int seal(ValueSample sample, byte[] out);
}
