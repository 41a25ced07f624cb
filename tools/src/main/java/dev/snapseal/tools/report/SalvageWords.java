package dev.snapseal.tools.report;

import dev.snapseal.snapshot.salvage.SalvagedBucket;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.salvage.SalvageReport;
import java.util.Optional;

/// What every rendering says of a salvage in the same words.
record SalvageWords(SalvageReport report) {
  /// Watchers must not take what comes after a gap for what they have seen already.
  private static final String BEHIND_A_GAP = " --bump-revision 1000000000 --mark-compacted";

  /// What it means for whoever restores the new snapshot that a bucket is lost.
  static String meaning(SalvagedBucket lost) {
    if (lost.rows() > 0) {
      return "rows that have its form were found on other pages, perhaps not all of them";
    }
    return switch (lost.bucket()) {
      case KEY -> "the new file has no keys";
      case META -> "raft index, term and compacted revision of the new file are made up";
      case LEASE -> "keys with a lease never expire";
      case ALARM -> "no alarm is raised in the new file";
      case CLUSTER -> "the server sets the cluster version again";
      case MEMBERS, MEMBERS_REMOVED -> "a restore writes the members anew";
      case AUTH -> "authentication is off in the new file";
      case AUTH_USERS -> "the new file has no users";
      case AUTH_ROLES -> "the new file has no roles";
    };
  }

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
