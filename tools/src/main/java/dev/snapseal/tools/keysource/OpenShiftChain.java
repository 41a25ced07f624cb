package dev.snapseal.tools.keysource;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.KmsPluginFactory;
import dev.snapseal.tools.input.BackupImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The keys of OpenShift's other API servers: each is a Secret in the same store, which the keys of
/// kube-apiserver open.
public final class OpenShiftChain {
  /// One opens the Secrets; the others are for keys under retired keys.
  private static final int ROUNDS = 3;

  private OpenShiftChain() {}

  /// Finds what more the stores hold for somebody who has these keys.
  ///
  /// @param sources nothing is looked for unless one names its keys as OpenShift does
  /// @param plugins for those among them
  /// @return further sources, the caller's to close
  public static List<KeySource> follow(
      List<KeySource> sources, List<BackupImage> images, KmsPluginFactory plugins)
      throws IOException {
    if (sources.stream().noneMatch(KeySource::hasNumberedKeys)) {
      return List.of();
    }
    List<KeySource> more = new ArrayList<>();
    Set<String> known = new HashSet<>();
    sources.forEach(source -> known.add(source.origin().text()));
    for (int round = 0; round < ROUNDS; round++) {
      List<KeySource> all = new ArrayList<>(sources);
      all.addAll(more);
      int before = more.size();
      try (KeyRing ring =
          KeyRing.of(all.stream().map(KeySource::configuration).toList(), plugins)) {
        for (BackupImage image : images) {
          for (KeySource found : StoreKeys.find(image, Optional.of(ring))) {
            if (known.add(found.origin().text())) {
              more.add(found);
            } else {
              found.configuration().close();
            }
          }
        }
      }
      if (more.size() == before) {
        break;
      }
    }
    return KeySource.latestFirst(more);
  }
}
