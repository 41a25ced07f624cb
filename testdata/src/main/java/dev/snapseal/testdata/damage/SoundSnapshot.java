package dev.snapseal.testdata.damage;

import dev.snapseal.testdata.BuiltSnapshot;
import java.util.function.Supplier;

/// A built file that keeps every rule.
///
/// @param name by what is special about it; unique
/// @param file builds it anew
public record SoundSnapshot(String name, Supplier<BuiltSnapshot> file) {

  /// The file's bytes.
  public byte[] bytes() {
    return file.get().bytes();
  }

  @Override
  public String toString() {
    return name;
  }
}
