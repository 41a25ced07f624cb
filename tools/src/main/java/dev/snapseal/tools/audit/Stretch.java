package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;

/// Bytes that belong together, as far as that can be told without understanding them: no page
/// begins among them and no long run of zeroes.
///
/// @param closing how they end
record Stretch(ByteRange range, Closing closing, Content content) {

  /// Whether what stands there is whole at its end.
  enum Closing {
    /// A record or zeroes follow: what stands before them ends there.
    ENDS,
    /// Another page follows, or what is not looked at: the end may be lost.
    CUT
  }

  /// What the bytes look like at first sight.
  enum Content {
    /// Nothing that tells them from ciphertext.
    NOISE,
    /// Perhaps text.
    TEXT
  }
}
