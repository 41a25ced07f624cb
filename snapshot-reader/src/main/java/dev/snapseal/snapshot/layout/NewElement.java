package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.page.PageHeader;

/// An element of the new file that is made, not copied.
abstract sealed class NewElement {
  private final byte[] key;
  private final int valueLength;

  private NewElement(byte[] key, int valueLength) {
    this.key = key;
    this.valueLength = valueLength;
  }

  final byte[] key() {
    return key;
  }

  final int valueLength() {
    return valueLength;
  }

  /// A row of bucket `meta`.
  static final class Row extends NewElement {
    private final byte[] value;

    Row(byte[] key, byte[] value) {
      super(key, value.length);
      this.value = value;
    }

    byte[] value() {
      return value;
    }
  }

  /// The element that names a bucket.
  static final class NewBucket extends NewElement {
    /// Bytes of a bucket's header: root page id and sequence.
    private static final int HEADER_SIZE = 16;

    private final long sequence;
    private final long rootPageId;
    private final long first;
    private final long end;
    private final int inlineBytes;

    private NewBucket(
        byte[] name, long sequence, long rootPageId, long first, long end, int inlineBytes) {
      super(name, HEADER_SIZE + inlineBytes);
      this.sequence = sequence;
      this.rootPageId = rootPageId;
      this.first = first;
      this.end = end;
      this.inlineBytes = inlineBytes;
    }

    /// A bucket with pages of its own.
    static NewBucket paged(byte[] name, long sequence, long rootPageId) {
      return new NewBucket(name, sequence, rootPageId, 0, 0, 0);
    }

    /// A bucket whose only leaf lies inside the value.
    ///
    /// @param first its first element
    /// @param end one behind its last
    /// @param bytes of the leaf, its page header included
    static NewBucket inline(byte[] name, long sequence, long first, long end, int bytes) {
      return new NewBucket(name, sequence, 0, first, end, bytes);
    }

    boolean isInline() {
      return inlineBytes >= PageHeader.SIZE;
    }

    long sequence() {
      return sequence;
    }

    /// 0 if the bucket is inline, as bbolt has it.
    long rootPageId() {
      return rootPageId;
    }

    long first() {
      return first;
    }

    long end() {
      return end;
    }
  }
}
