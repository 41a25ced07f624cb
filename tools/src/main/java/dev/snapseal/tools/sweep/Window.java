package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;

/// A part of a file, and enough of what is around it to see whole what begins in it.
///
/// @param number of the window in its file, from 0
/// @param base offset in the file of the first of `bytes`; a multiple of a sector
/// @param bytes this part, a lead and a margin; all of them may be read
/// @param range what belongs to this window and to no other; things are reported by the window that
///   they begin in
record Window(long number, long base, SnapshotBytes bytes, ByteRange range) {}
