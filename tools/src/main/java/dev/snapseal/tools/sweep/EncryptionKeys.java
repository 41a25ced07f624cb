package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.report.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Keys of encryption at rest: an `EncryptionConfiguration` with keys in it, YAML or JSON, Talos'
/// machine configuration, and k3s' token, which opens the keys that k3s keeps in its database.
final class EncryptionKeys implements LiteralDetector {
  private static final String KIND = "EncryptionConfig";
  private static final String TALOS = "EncryptionSecret";
  private static final String K3S = "::server:";
  private static final int BEFORE = 4096;
  private static final int AFTER = 16 * 1024;
  private static final int BEFORE_KIND = 24;
  private static final int K3S_BEFORE = 67;

  /// Of one configuration; real ones have a few.
  private static final int MOST_KEYS = 100;

  private static final int NAMES = 3;

  /// Also quoted inside other JSON.
  private static final Pattern CONFIGURATION =
      Pattern.compile("kind\\\\*+[\"']?+\\s*+:\\s*+\\\\*+[\"']?+EncryptionConfig(?:uration)?+\\b");

  /// A provider, a name, a key: in this order they stand in a configuration, and a name may stand
  /// behind its key.
  private static final Pattern PART =
      Pattern.compile(
          "\\b(?:(aescbc|aesgcm|secretbox|kms|identity)\\\\*+[\"']?+\\s*+:"
              + "|name\\\\*+[\"']?+\\s*+:\\s*+"
              + "(?:\\\\*+[\"']([^\"'\\\\]{1,253}+)|([^\\s\"'\\\\,{}\\[\\]]{1,253}+))"
              + "|secret\\\\*+[\"']?+\\s*+:\\s*+\\\\*+[\"']?+([A-Za-z0-9+/]{22,}+={0,2}+))");

  private static final int PROVIDER = 1;
  private static final int QUOTED_NAME = 2;
  private static final int NAME = 3;
  private static final int SECRET = 4;

  private static final Pattern TALOS_KEY =
      Pattern.compile(
          "(aescbc|secretbox)EncryptionSecret\"?\\s*:\\s*\"?([A-Za-z0-9+/]{22,}={0,2})");
  private static final Pattern K3S_TOKEN =
      Pattern.compile("K10[0-9a-f]{64}::server:[0-9A-Za-z]{8,}");

  @Override
  public List<String> literals() {
    return List.of(KIND, TALOS, K3S);
  }

  @Override
  public int reach() {
    return BEFORE + AFTER;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    switch (bytes.u8(offset)) {
      case ':' -> k3sToken(bytes, offset, effort, found);
      default -> {
        if (bytes.matches(offset, KIND.length(), bytes(KIND))) {
          configuration(bytes, offset, effort, found);
        } else {
          talos(bytes, offset, effort, found);
        }
      }
    }
  }

  private static void configuration(
      SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    ByteText around = Excerpt.around(bytes, offset, BEFORE_KIND, KIND.length() + 8, effort);
    Matcher kind = CONFIGURATION.matcher(around);
    if (!kind.find()) {
      return;
    }
    long kindAt = around.start() + kind.start();
    ByteRange extent = ConfigurationExtent.around(bytes, kindAt, BEFORE, AFTER, effort);
    Parts parts = new Parts();
    parts.read(Excerpt.text(bytes, extent.start(), (int) extent.length(), effort));
    if (parts.count > 0) {
      String what = "an EncryptionConfiguration with " + Quantity.count(parts.count, "key");
      found.accept(
          Found.of(Detector.ENCRYPTION_KEY, offset, what + names(parts.keys))
              .ofLength(extent.end() - offset)
              .with(parts.keys));
    }
  }

  /// Such as `: aescbc key-953`; names are no secrets.
  private static String names(List<FoundKey> keys) {
    List<String> names =
        keys.stream()
            .map(FoundKey::prefix)
            .distinct()
            .map(prefix -> prefix.provider().jsonName() + " " + prefix.keyName())
            .toList();
    String more = names.size() > NAMES ? ", ..." : "";
    return names.isEmpty()
        ? ""
        : names.stream().limit(NAMES).collect(Collectors.joining(", ", ": ", more));
  }

  /// What stands in a configuration, whatever of it is left.
  private static final class Parts {
    private final List<FoundKey> keys = new ArrayList<>();
    private Optional<Provider> provider = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<ByteText> secret = Optional.empty();
    private long count;

    void read(ByteText text) {
      Matcher part = PART.matcher(text);
      while (part.find()) {
        if (part.start(PROVIDER) >= 0) {
          provider = provider(part.group(PROVIDER));
          name = Optional.empty();
          secret = Optional.empty();
        } else if (part.start(SECRET) >= 0) {
          count++;
          secret = Optional.of(text.subSequence(part.start(SECRET), part.end(SECRET)));
        } else {
          int group = part.start(NAME) >= 0 ? NAME : QUOTED_NAME;
          name = Optional.of(utf8(text.subSequence(part.start(group), part.end(group))));
        }
        pair();
      }
    }

    private static Optional<Provider> provider(String word) {
      Provider provider =
          switch (word) {
            case "aescbc" -> Provider.AESCBC;
            case "aesgcm" -> Provider.AESGCM;
            case "secretbox" -> Provider.SECRETBOX;
            default -> Provider.IDENTITY;
          };
      return Optional.of(provider).filter(known -> known != Provider.IDENTITY);
    }

    private static String utf8(ByteText name) {
      return new String(name.bytes().copy(name.start(), name.length()), UTF_8);
    }

    private void pair() {
      if (provider.isPresent() && name.isPresent() && secret.isPresent()) {
        if (keys.size() < MOST_KEYS) {
          keys.add(FoundKey.of(provider.get(), name.get(), secret.get()));
        }
        name = Optional.empty();
        secret = Optional.empty();
      }
    }
  }

  /// Talos makes the API server's configuration of it, with names of its own.
  ///
  /// @see <a
  ///   href="https://github.com/siderolabs/talos/blob/ad882317/internal/app/machined/pkg/controllers/k8s/internal/k8stemplates/apiserver.go">
  ///   Talos k8stemplates/apiserver.go</a>
  private static void talos(
      SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    ByteText around = Excerpt.around(bytes, offset, 9, 80, effort);
    Matcher key = TALOS_KEY.matcher(around);
    if (key.find()) {
      EncryptionPrefix prefix =
          key.group(1).equals("aescbc")
              ? new EncryptionPrefix(Provider.AESCBC, "key1")
              : new EncryptionPrefix(Provider.SECRETBOX, "key2");
      ByteText secret = around.subSequence(key.start(2), key.end(2));
      found.accept(
          Found.of(
                  Detector.ENCRYPTION_KEY,
                  offset,
                  "the encryption key of a Talos machine configuration")
              .ofLength(around.start() + key.end() - offset)
              .with(List.of(FoundKey.of(prefix.provider(), prefix.keyName(), secret))));
    }
  }

  private static void k3sToken(
      SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    if (K3S_TOKEN.matcher(Excerpt.around(bytes, offset, K3S_BEFORE, 64, effort)).find()) {
      found.accept(
          Found.of(
              Detector.ENCRYPTION_KEY,
              Math.max(0, offset - K3S_BEFORE),
              "a k3s server token, which opens the cluster's bootstrap data"));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
