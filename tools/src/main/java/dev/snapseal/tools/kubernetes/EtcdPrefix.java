package dev.snapseal.tools.kubernetes;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The values of the API server's `--etcd-prefix`.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/etcd3/store.go">store.go,
///   New</a>
final class EtcdPrefix {
  private EtcdPrefix() {}

  /// With one slash at each end, as keys begin: `registry`, `/registry` and `/registry/` are the
  /// same to the API server.
  static String normalize(String prefix) {
    String inner =
        Arrays.stream(prefix.split("/", -1))
            .filter(segment -> !segment.isEmpty())
            .collect(Collectors.joining("/"));
    return inner.isEmpty() ? "/" : "/" + inner + "/";
  }
}
