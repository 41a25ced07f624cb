package dev.snapseal.tools.report;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.salvage.SalvageReport;
import java.util.Optional;

/// What every rendering says of a salvage in the same words.
record SalvageWords(SalvageReport report) {
  /// Watchers must not take what comes after a gap for what they have seen already.
  private static final String BEHIND_A_GAP = " --bump-revision 1000000000 --mark-compacted";

  /// The command that makes a data directory of the new snapshot; none if that went to standard
  /// output.
  ///
  /// @param path of the new snapshot
  /// @see <a
  ///   href="https://github.com/etcd-io/etcd/blob/v3.6.0/etcdutl/etcdutl/snapshot_command.go">etcdutl
  ///   snapshot_command.go</a>
  Optional<String> restore(String path) {
    return path.equals("-")
        ? Optional.empty()
        : Optional.of(
            "etcdutl snapshot restore "
                + ShellWord.of(path)
                + " --data-dir restored"
                + (report.isComplete() ? "" : BEHIND_A_GAP));
  }
}
