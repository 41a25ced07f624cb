package dev.snapseal.tools.keysource;

import dev.snapseal.crypto.config.ConfigurationFault;
import dev.snapseal.crypto.config.ConfigurationSearch;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.FoundConfiguration;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.ContentType;
import dev.snapseal.tools.input.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A file with keys in it. What it is, its content says and never its name:
///
/// - an `EncryptionConfiguration`, also k3s's `encryption-config.json`;
/// - JSON or YAML that holds one somewhere, such as RKE's cluster state, or Talos' keys;
/// - an archive with such files, such as OpenShift's `static_kuberesources`, or a backup in whose
///   objects keys can be read.
public final class KeyFile {
  private KeyFile() {}

  /// Bytes of a file's beginning that [#read] needs.
  public static final int HEAD_BYTES = ConfigurationSearch.CONTENT_MAX_BYTES + 1;

  /// Reads the keys.
  ///
  /// @param argument as the user gave it
  /// @param head the first [#HEAD_BYTES] of the file, or all of it; the caller wipes it
  /// @param rest of standard input, if the argument means that
  /// @return one or more, first what the cluster writes with
  /// @throws InvalidConfigurationException if there is no configuration, or none that the API
  ///   server would take
  /// @throws dev.snapseal.tools.input.InputException if an archive cannot be read
  public static List<KeySource> read(
      String argument, byte[] head, InputStream rest, InputOptions options)
      throws InvalidConfigurationException, IOException {
    return isText(head)
        ? ofText(argument, head)
        : ofPacked(
            argument, new SequenceInputStream(new ByteArrayInputStream(head), rest), options);
  }

  /// Told from the first bytes alone, before more code is needed.
  private static boolean isText(byte[] head) {
    if (head.length == 0 || head[0] == '{' || (Character.isLetter(head[0]) && isPlain(head))) {
      return true;
    }
    return switch (ContentType.of(MemorySegment.ofArray(head))) {
      case BBOLT, GZIP, ZSTD, ZIP, TAR, ZLIB, GO_LZW, AGE -> false;
      default -> true;
    };
  }

  /// No control characters in the beginning, which every archive has.
  private static boolean isPlain(byte[] head) {
    for (int i = 0; i < Math.min(head.length, 512); i++) {
      if (head[i] >= 0 && head[i] < ' ' && head[i] != '\n' && head[i] != '\r' && head[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /// A file that is a configuration is read as the API server reads it, with its messages.
  private static List<KeySource> ofText(String argument, byte[] content)
      throws InvalidConfigurationException {
    try {
      return List.of(
          new KeySource(
              Origin.of(argument), false, EncryptionConfigurationReader.read(argument, content)));
    } catch (InvalidConfigurationException e) {
      boolean mayHoldOne =
          e.fault() == ConfigurationFault.OTHER_KIND || e.fault() == ConfigurationFault.TOO_LARGE;
      List<FoundConfiguration> found =
          mayHoldOne ? ConfigurationSearch.search(argument, content) : List.of();
      if (found.isEmpty()) {
        throw e;
      }
      return found.stream().map(inside -> KeySource.bare(Origin.of(argument), inside)).toList();
    }
  }

  /// Reads the keys that lie in an archive or in the objects of a backup.
  ///
  /// @param stdin read only for `-`
  /// @return none if there are none; the caller closes them
  /// @throws InvalidConfigurationException if there are configurations, and none that the API
  ///   server would take
  /// @throws dev.snapseal.tools.input.InputException if it cannot be read
  public static List<KeySource> ofPacked(String argument, InputStream stdin, InputOptions options)
      throws InvalidConfigurationException, IOException {
    List<KeySource> sources = new ArrayList<>();
    Optional<InvalidConfigurationException> invalid = Optional.empty();
    try (BackupInput input = BackupInput.openWithOthers(argument, stdin, options)) {
      for (BackupImage member : input.others()) {
        try {
          sources.addAll(ofMember(argument, member));
        } catch (InvalidConfigurationException e) {
          invalid = invalid.or(() -> Optional.of(e));
        }
      }
      for (BackupImage image : input.images()) {
        sources.addAll(
            StoreKeys.find(image, Origin.of(argument, image.displayPath()), Optional.empty()));
      }
    }
    if (sources.isEmpty() && invalid.isPresent()) {
      throw invalid.get();
    }
    return KeySource.latestFirst(sources);
  }

  private static List<KeySource> ofMember(String argument, BackupImage member)
      throws InvalidConfigurationException {
    if (member.bytes().byteSize() > ConfigurationSearch.CONTENT_MAX_BYTES) {
      return List.of();
    }
    byte[] content = member.bytes().toArray(ValueLayout.JAVA_BYTE);
    try {
      return isText(content)
          ? ConfigurationSearch.search(member.displayPath(), content).stream()
              .map(found -> KeySource.bare(Origin.of(argument, member.displayPath()), found))
              .toList()
          : List.of();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
