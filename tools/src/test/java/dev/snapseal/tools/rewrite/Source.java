package dev.snapseal.tools.rewrite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A real backup.
///
/// @param file `final`, an epoch, or `data-dir`
record Source(String clusterName, String file) {
  /// Passwords inside other text: those of the fixtures begin so.
  private static final Pattern PASSWORD = Pattern.compile("(?:pw|canary)-[A-Za-z0-9+/-]{8,}");

  private static final int SHORTEST_CANARY = 12;

  private static final String NO_KEYS =
      """
      {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration",
      "resources":[{"resources":["secrets"],"providers":[{"identity":{}}]}]}
      """;

  static Stream<Source> all() {
    Stream<Source> filled =
        Stream.of("etcd-3.5", "etcd-3.6")
            .flatMap(
                name ->
                    Stream.of("0-plain", "2-cbc2", "5-stamp", "final", "data-dir")
                        .map(file -> new Source(name, file)));
    return Stream.concat(
        filled,
        Stream.of(
            new Source("remnant-3.6", "final"),
            new Source("remnant-3.6", "data-dir"),
            new Source("zoo-1.36", "final")));
  }

  Cluster cluster() {
    return TestData.cluster(clusterName);
  }

  Path path() {
    return switch (file) {
      case "final" -> cluster().finalDb();
      case "data-dir" -> cluster().dataDirectory();
      default -> cluster().epoch(file);
    };
  }

  boolean hasPlugins() {
    return clusterName.startsWith("etcd-");
  }

  boolean hasConfig() {
    return !clusterName.startsWith("zoo-");
  }

  /// Its own configuration, or for a cluster that has none a new one without keys.
  Path configIn(Path folder) throws IOException {
    return hasConfig()
        ? cluster().config()
        : Files.writeString(folder.resolve("no-keys.json"), NO_KEYS);
  }

  /// Rekeys it, with its plugins at hand.
  ///
  /// @param output in a folder for this alone
  ProgramRun rekey(Path toConfig, Path output, String... more) throws IOException {
    List<Object> args = new ArrayList<>(List.of("rekey", path(), "--output", output));
    Collections.addAll(args, "--config", configIn(output.getParent()), "--to-config", toConfig);
    Collections.addAll(args, (Object[]) more);
    if (!hasPlugins()) {
      return ProgramRun.of(args.toArray());
    }
    try (ClusterPlugins old = ClusterPlugins.start(cluster())) {
      Collections.addAll(args, "--kms", old.first(), "--kms", old.second());
      return ProgramRun.of(args.toArray());
    }
  }

  /// What its API server ever encrypted, as a configuration lists it; of the one that never did,
  /// everything.
  String resources() {
    return switch (clusterName) {
      case "zoo-1.36" -> "\"*.*\"";
      case "remnant-3.6" -> "\"secrets\"";
      default -> "\"secrets\",\"configmaps\",\"widgets.demo.example.io\"";
    };
  }

  boolean covers(String key) {
    return switch (clusterName) {
      case "zoo-1.36" -> !key.startsWith("compact_rev_key");
      case "remnant-3.6" -> key.startsWith("/registry/secrets/");
      default ->
          key.startsWith("/registry/secrets/")
              || key.startsWith("/registry/configmaps/")
              || key.startsWith("/registry/demo.example.io/widgets/");
    };
  }

  /// What must not be readable once its resources are encrypted: what the API server gave, and
  /// passwords in all versions of the plaintext.
  List<byte[]> canaries(StoredRecords records, List<byte[]> plaintexts) {
    List<byte[]> canaries = new ArrayList<>();
    if (hasPlugins()) {
      JsonNode truth = ProgramRun.parse(cluster().truth());
      for (JsonNode secret : truth.get("secrets")) {
        secret.get("data").forEach(value -> add(canaries, decoded(value.asString())));
      }
    }
    for (int i = 0; i < plaintexts.size(); i++) {
      if (covers(records.rows().get(i).key())) {
        PASSWORD
            .matcher(new String(plaintexts.get(i), ISO_8859_1))
            .results()
            .forEach(found -> add(canaries, found.group().getBytes(UTF_8)));
      }
    }
    return canaries;
  }

  private static void add(List<byte[]> canaries, byte[] canary) {
    if (canary.length >= SHORTEST_CANARY) {
      canaries.add(canary);
    }
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  @Override
  public String toString() {
    return clusterName + " " + file;
  }
}
