package dev.snapseal.snapshot.wal;

import java.util.Optional;

/// Where a log ends.
///
/// @param records sound records of all segments
/// @param offset in the last segment, behind its last sound record; what follows is preallocated or
///   torn
/// @param torn what is wrong with the record there, if one was begun and not written whole
public record WalEnd(long records, long offset, Optional<CorruptWalException> torn) {}
