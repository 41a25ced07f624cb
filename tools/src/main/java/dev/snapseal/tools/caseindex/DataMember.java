package dev.snapseal.tools.caseindex;

import java.util.List;
import java.util.Optional;

/// A member of the data of a Secret or ConfigMap.
///
/// @param name at most [CaseLayout#MAX_NAME_CHARS] characters; of a longer one the first
/// @param print of its name and what it holds
/// @param value of what it holds alone, without white space around it: the same under any name
/// @param leaves of pieces of what it holds; [Fingerprint#NONE] among them if there are more
/// @param harmless why it need not be rotated; empty if it must
record DataMember(
    String name,
    Fingerprint print,
    Fingerprint value,
    List<Fingerprint> leaves,
    Optional<Harmless> harmless) {
  DataMember {
    leaves = List.copyOf(leaves);
  }
}
