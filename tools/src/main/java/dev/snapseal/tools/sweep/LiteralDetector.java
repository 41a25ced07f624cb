package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.List;
import java.util.function.Consumer;

/// Recognises one kind of thing at a literal that it begins with or holds.
///
/// Shown the bytes around the literal, in a file or decoded; reads a bounded number of them, so
/// that a file of nothing but literals costs linear time. Safe for use by several threads.
interface LiteralDetector {
  /// What to look for; each is [LiteralSet#SHORTEST] bytes or more.
  List<String> literals();

  /// Bytes that it reads to refuse what only begins like such a thing.
  int reach();

  /// Looks closer at a place where one of the literals stands.
  ///
  /// @param offset of the literal
  /// @param effort what looking may cost beyond [#reach]; it is told what it costs
  /// @param found takes what is really there, if anything
  void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found);
}
