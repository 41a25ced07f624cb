package dev.snapseal.tools.caseindex;

import java.util.List;

/// What stands for itself in a value, such as the password in a URL or that of one registry among
/// several: pieces that may be a secret, and neither the name of another one nor that of a host.
///
/// @param pieces as ISO 8859-1, each once, as [CanonicalValue] writes them; never the whole value
/// @param areAll whether there are no more of them
record ValueLeaves(List<String> pieces, boolean areAll) {
  /// None, as far as it was looked.
  static final ValueLeaves UNKNOWN = new ValueLeaves(List.of(), false);

  /// There are none.
  static final ValueLeaves NONE = new ValueLeaves(List.of(), true);

  ValueLeaves {
    pieces = List.copyOf(pieces);
  }

  static ValueLeaves of(byte[] value) {
    return new PieceReader().read(value);
  }
}
