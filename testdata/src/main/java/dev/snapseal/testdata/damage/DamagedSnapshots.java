package dev.snapseal.testdata.damage;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All damaged files by name, each with the one rule that it breaks.
///
/// A checker is tested by going through [#all()]; what bbolt says of each is in [BboltVerdicts].
public final class DamagedSnapshots {
  private DamagedSnapshots() {}

  /// Every damaged file; the bytes are made when they are asked for.
  public static List<Damage> all() {
    return Stream.of(
            MetaDamage.all(),
            PageDamage.all(),
            ElementDamage.all(),
            TreeDamage.all(),
            FreelistDamage.all(),
            BucketDamage.all(),
            FileDamage.all(),
            StoreDamage.all())
        .flatMap(List::stream)
        .toList();
  }

  /// The file of one name.
  ///
  /// @throws IllegalArgumentException when there is none
  public static Damage named(String name) {
    Map<String, Damage> byName =
        all().stream().collect(Collectors.toMap(Damage::name, Function.identity()));
    if (!byName.containsKey(name)) {
      throw new IllegalArgumentException("no damaged file is called " + name);
    }
    return byName.get(name);
  }
}
