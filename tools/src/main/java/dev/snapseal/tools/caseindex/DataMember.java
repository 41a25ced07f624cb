package dev.snapseal.tools.caseindex;

import java.util.List;
import java.util.Optional;

/// A member of the data of a Secret or ConfigMap. Numbers stand for values, as the first 64 bits of
/// fingerprints do: of one key there are far too few to meet by chance.
///
/// @param name at most [CaseLayout#MAX_NAME_CHARS] characters; of a longer one the first
/// @param value of what it holds, as [CanonicalValue] writes it: the same under any name; of an
///   empty one, of its name
/// @param anywhere the same of every etcd key, if [DistinctValue] says that it is one; else 0
/// @param leaves of pieces of what it holds
/// @param areLeavesAll whether there are no more of them
/// @param harmless why it need not be rotated; empty if it must
record DataMember(
    String name,
    long value,
    long anywhere,
    List<Long> leaves,
    boolean areLeavesAll,
    Optional<Harmless> harmless) {
  DataMember {
    leaves = List.copyOf(leaves);
  }
}
