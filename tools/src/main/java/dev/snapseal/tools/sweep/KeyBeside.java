package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EncryptionPrefix;
import java.util.List;

/// A key of encryption at rest that lies in what was searched, as values do that name a key so. Of
/// several keys with that name all were tried. Never holds the key.
///
/// @param prefix of the values
/// @param place of the key that opens some of them; of the first with that name, if none does
/// @param values that begin with the prefix, wherever they are
/// @param tried values on which the keys were tried: those whose etcd key is known, at most a few
/// @param opened how many of these a key opens
/// @param objects by name, as far as they are known: those that values under the prefix are of; at
///   most ten thousand
public record KeyBeside(
    EncryptionPrefix prefix, Hit place, long values, int tried, int opened, List<Named> objects) {
  public KeyBeside {
    objects = List.copyOf(objects);
  }

  /// Whether values under the prefix can be read by whoever has what was searched. A key that only
  /// has the name opens nothing.
  public boolean opens() {
    return opened > 0;
  }
}
