package dev.snapseal.tools.needs;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.Provider;
import dev.snapseal.tools.keys.KeyUse;
import dev.snapseal.tools.keys.KmsKeyUse;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.needs.Requirement.Kind;
import dev.snapseal.tools.needs.Requirement.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// What the values under one prefix need: a key, or a plugin and the keys inside its service.
///
/// @param sources keys at hand, in the order in which they were tried
record KeyNeeds(KeyUse key, List<KeySource> sources) {

  /// The key or the plugin first.
  List<Requirement> all() {
    List<Requirement> all = new ArrayList<>();
    all.add(
        isPlugin()
            ? named(Kind.KMS_PLUGIN, "KMS plugin")
            : named(Kind.KEY, key.prefix().provider().jsonName() + " key"));
    key.kmsKeys().forEach(kmsKey -> all.add(inside(kmsKey)));
    return all;
  }

  private boolean isPlugin() {
    Provider provider = key.prefix().provider();
    return provider == Provider.KMS_V1 || provider == Provider.KMS_V2;
  }

  private Requirement named(Kind kind, String what) {
    State state = state(key.values(), key.live(), opens(), liveOpens());
    return new Requirement(
        kind,
        "%s \"%s\" (%s)".formatted(what, key.prefix().keyName(), key.prefix().text()),
        Optional.of(key.prefix()),
        Optional.empty(),
        state,
        state == State.MISSING ? Optional.empty() : origin(),
        key.values(),
        OptionalLong.of(key.live()),
        detail(state));
  }

  private Requirement inside(KmsKeyUse kmsKey) {
    State state = state(kmsKey.values(), kmsKey.live(), kmsKey.opens(), kmsKey.liveOpens());
    return new Requirement(
        Kind.KMS_KEY,
        "key \"%s\" of KMS plugin \"%s\"".formatted(kmsKey.id(), key.prefix().keyName()),
        Optional.of(key.prefix()),
        Optional.of(kmsKey.id()),
        state,
        state == State.MISSING ? Optional.empty() : origin(),
        kmsKey.values(),
        OptionalLong.of(kmsKey.live()),
        switch (state) {
          case WRONG ->
              Optional.of("opens %d of %d values".formatted(kmsKey.opens(), kmsKey.values()));
          case UNTRIED -> away().map(KeyNeeds::untried);
          case IN_HAND, MISSING -> Optional.empty();
        });
  }

  private long opens() {
    return key.trial().map(KeyUse.Trial::opens).orElse(0L);
  }

  private long liveOpens() {
    return key.trial().map(KeyUse.Trial::liveOpens).orElse(0L);
  }

  private Optional<KmsPluginException> away() {
    return key.trial().flatMap(KeyUse.Trial::away);
  }

  /// In hand is what opens: a name that fits is no proof.
  private State state(long values, long live, long opens, long liveOpens) {
    boolean opensAll = live > 0 ? liveOpens == live : opens == values;
    if (opensAll) {
      return State.IN_HAND;
    }
    boolean isNamed = key.trial().map(KeyUse.Trial::inConfig).orElse(false);
    if (!isNamed) {
      return State.MISSING;
    }
    return opens == 0 && away().isPresent() ? State.UNTRIED : State.WRONG;
  }

  private Optional<String> detail(State state) {
    List<String> details = new ArrayList<>();
    if (state == State.UNTRIED) {
      details.add(untried(away().orElseThrow()));
    } else if (state != State.MISSING && opens() != key.values()) {
      String reason = key.trial().flatMap(KeyUse.Trial::failure).map(why -> ": " + why).orElse("");
      details.add("opens %d of %d values%s".formatted(opens(), key.values(), reason));
    }
    if (!isPlugin() && opens() > 0) {
      namesakes()
          .forEach(file -> details.add(file + " has a key of that name which does not open them"));
    }
    return details.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", details));
  }

  private static String untried(KmsPluginException away) {
    if (away.socket().isEmpty()) {
      return "not tried: " + away.getMessage();
    }
    return "not tried: "
        + switch (away.reason()) {
          case UNREACHABLE -> "no plugin at " + away.socket();
          case TIMED_OUT -> "no answer from the plugin at " + away.socket();
          case UNHEALTHY, REFUSED -> away.getMessage();
        };
  }

  /// Where what opens the values was found; all that have its name if none of them does.
  private Optional<String> origin() {
    List<List<Integer>> openers = key.trial().map(KeyUse.Trial::openers).orElse(List.of());
    List<String> origins =
        openers.isEmpty()
            ? named().mapToObj(index -> sources.get(index).origin().text()).distinct().toList()
            : openers.stream()
                .map(having -> sources.get(having.getFirst()).origin().text())
                .distinct()
                .toList();
    return origins.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", origins));
  }

  /// Sources with a key of the same name that opens none of the values.
  private List<String> namesakes() {
    List<List<Integer>> openers = key.trial().map(KeyUse.Trial::openers).orElse(List.of());
    return named()
        .filter(index -> openers.stream().noneMatch(having -> having.contains(index)))
        .mapToObj(index -> sources.get(index).origin().text())
        .distinct()
        .toList();
  }

  /// Those that have something of this name.
  private IntStream named() {
    EncryptionPrefix prefix = key.prefix();
    return IntStream.range(0, sources.size())
        .filter(index -> sources.get(index).prefixes().anyMatch(prefix::equals));
  }
}
