package dev.snapseal.snapshot;

/// What is done about a page or a bucket that cannot be followed.
public interface PageFaults {
  /// The first fault ends the walk.
  PageFaults THROWN =
      new PageFaults() {
        @Override
        public boolean isKnown(long pageId) {
          return false;
        }

        @Override
        public void add(long pageId, CorruptSnapshotException fault)
            throws CorruptSnapshotException {
          throw fault;
        }

        @Override
        public void add(CorruptSnapshotException fault) throws CorruptSnapshotException {
          throw fault;
        }
      };

  /// Whether this page was found faulty before: it is passed over without another look, since a
  /// crafted file can refer to it a million times.
  boolean isKnown(long pageId);

  /// A page that cannot be followed; the walk goes on without it and what is below, unless this
  /// throws.
  ///
  /// @param pageId as its parent has it, not checked
  void add(long pageId, CorruptSnapshotException fault) throws CorruptSnapshotException;

  /// A part of a page that could be followed otherwise, or a page that is no tree's.
  void add(CorruptSnapshotException fault) throws CorruptSnapshotException;
}
