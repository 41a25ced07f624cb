package dev.snapseal.tools.caseindex;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Saves of an evolving cluster, built without a server.
final class BuiltSaves {
  private BuiltSaves() {}

  /// Writes that many saves, numbered from 1, and the configuration that opens every value.
  ///
  /// @return what is true of them
  static List<EvolvingCluster.Save> write(Path folder, long seed, int count) throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    EvolvingCluster cluster = new EvolvingCluster(new BuiltStore(etcd), seed, count);
    for (int i = 1; i <= count; i++) {
      cluster.live();
      Files.write(file(folder, i), etcd.snapshot().bytes());
      cluster.saved();
    }
    Files.writeString(config(folder), EvolvingCluster.CONFIGS.getLast());
    return cluster.saves();
  }

  static Path file(Path folder, int number) {
    return folder.resolve("save-%02d.db".formatted(number));
  }

  static Path config(Path folder) {
    return folder.resolve("config.yaml");
  }

  private record BuiltStore(EtcdBuilder etcd) implements EvolvingCluster.Store {
    @Override
    public long put(String key, byte[] value) {
      return etcd.put(key, value).revision();
    }

    @Override
    public long delete(String key) {
      return etcd.delete(key).revision();
    }

    @Override
    public void compact(long revision) {
      etcd.compact(revision);
    }
  }
}
