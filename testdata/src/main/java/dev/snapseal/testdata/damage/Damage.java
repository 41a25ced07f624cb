package dev.snapseal.testdata.damage;

import dev.snapseal.testdata.PageSurgeon;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// A file with one thing wrong.
///
/// @param name by its defect, such as `cycle-in-branch-pages`; unique
/// @param rule the rule it breaks
/// @param page the page on which the wrong bytes stand; empty when they are not on one
/// @param file makes the bytes anew; the trailer is right unless it is itself the damage
public record Damage(String name, BrokenRule rule, OptionalLong page, Supplier<byte[]> file) {

  static Damage onPage(String name, BrokenRule rule, long page, Supplier<PageSurgeon> operation) {
    return new Damage(
        name, rule, OptionalLong.of(page), () -> operation.get().resealTrailer().bytes());
  }

  static Damage ofFile(String name, BrokenRule rule, Supplier<byte[]> file) {
    return new Damage(name, rule, OptionalLong.empty(), file);
  }

  /// The damaged bytes.
  public byte[] bytes() {
    return file.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
