package dev.snapseal.tools.caseindex;

import java.util.Optional;

/// A member of the data of a Secret or ConfigMap.
///
/// @param name at most [CaseLayout#MAX_NAME_CHARS] characters; of a longer one the first
/// @param print of its name and what it holds
/// @param harmless why it need not be rotated; empty if it must
record DataMember(String name, Fingerprint print, Optional<Harmless> harmless) {}
