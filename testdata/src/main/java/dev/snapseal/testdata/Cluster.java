package dev.snapseal.testdata;

import java.nio.file.Path;

/// The backups of one real cluster and what is known to be true of them.
///
/// @param name folder of its files
/// @param lastSave file name of the last `etcdctl snapshot save`
public record Cluster(String name, String lastSave) {

  /// The last snapshot, with its SHA-256 trailer.
  public Path finalDb() {
    return file(lastSave);
  }

  /// The snapshot saved at the end of an epoch: `0-plain`, `2-cbc2` or `5-stamp`.
  ///
  /// @throws IllegalArgumentException when this cluster has none of that name
  public Path epoch(String epoch) {
    return file(epoch + ".db");
  }

  /// The last `EncryptionConfiguration`, as JSON: opens every value of every epoch.
  ///
  /// @throws IllegalArgumentException when this cluster never encrypted
  public Path config() {
    return file("encryption-config.json");
  }

  /// What the API server and etcd said of [#finalDb()]; README.md explains the fields.
  ///
  /// @throws IllegalArgumentException when this cluster has none
  public Path truth() {
    return file("truth.json");
  }

  /// The data directory after etcd was stopped, as `tar.zst`.
  ///
  /// @throws IllegalArgumentException when this cluster has none
  public Path dataDirectory() {
    return file("data-dir.tar.zst");
  }

  /// The API server's own JSON of each live object, one a line; not of `remnant-3.6`.
  ///
  /// @throws IllegalArgumentException when this cluster has none
  public Path objects() {
    return file("objects.jsonl");
  }

  private Path file(String fileName) {
    return TestData.resource("clusters/" + name + "/" + fileName);
  }
}
