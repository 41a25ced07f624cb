package dev.snapseal.tools.command;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.drill.DrillOptions;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.kms.KmsOverrides;
import dev.snapseal.tools.kms.SocketPlugins;
import java.util.List;
import java.util.Map;

/// A drill as it was given, for hints that repeat it with other keys.
record DrillAgain(GivenCommand given) implements DrillOptions.Again {
  @Override
  public String plus(String... more) {
    return given.plus(more);
  }

  @Override
  public String withSockets(Map<String, String> sockets) {
    return given.withSockets(sockets).plus();
  }

  @Override
  public String withFirst(String config) {
    return given.withFirst("--config", config);
  }

  /// The configurations behind the first, each with its keys alone; the caller closes the rings.
  ///
  /// @param sources in the order in which they were given
  List<DrillOptions.Configuration> others(List<KeySource> sources) {
    List<String> files = given.values("--config");
    SocketPlugins plugins = new SocketPlugins(KmsOverrides.parse(given.values("--kms")));
    return sources.stream()
        .skip(1)
        .filter(source -> files.contains(source.origin().file()))
        .map(
            source ->
                new DrillOptions.Configuration(
                    source.origin().text(), KeyRing.of(List.of(source.configuration()), plugins)))
        .toList();
  }
}
