package dev.snapseal.testdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A leaf or branch page with its overflow, before it has a place in a file.
///
/// @param elements in key order for a valid page; written as they are
sealed interface Node {

  /// Bytes of header, elements and data together, without padding.
  int sizeBytes();

  /// The page image as it stands on page `id`: header, elements, then keys and values packed.
  byte[] image(long id, int overflow, ByteOrder order);

  /// @param flags bit 0: the value is a bucket
  record LeafElement(int flags, byte[] key, byte[] value) {
    int sizeBytes() {
      return BoltLayout.ELEMENT_BYTES + key.length + value.length;
    }
  }

  /// @param key the smallest key below `child`
  /// @param child page id
  record BranchElement(byte[] key, long child) {
    int sizeBytes() {
      return BoltLayout.ELEMENT_BYTES + key.length;
    }
  }

  /// Values stand here.
  record Leaf(List<LeafElement> elements) implements Node {
    @Override
    public int sizeBytes() {
      return BoltLayout.PAGE_HEADER_BYTES
          + elements.stream().mapToInt(LeafElement::sizeBytes).sum();
    }

    @Override
    public byte[] image(long id, int overflow, ByteOrder order) {
      ByteBuffer page =
          header(sizeBytes(), id, BoltLayout.FLAG_LEAF, elements.size(), overflow, order);
      int data = BoltLayout.PAGE_HEADER_BYTES + BoltLayout.ELEMENT_BYTES * elements.size();
      for (LeafElement element : elements) {
        page.putInt(element.flags()).putInt(data - page.position() + 4);
        page.putInt(element.key().length).putInt(element.value().length);
        page.put(data, element.key()).put(data + element.key().length, element.value());
        data += element.key().length + element.value().length;
      }
      return page.array();
    }
  }

  /// Pointers to the next level stand here.
  record Branch(List<BranchElement> elements) implements Node {
    @Override
    public int sizeBytes() {
      return BoltLayout.PAGE_HEADER_BYTES
          + elements.stream().mapToInt(BranchElement::sizeBytes).sum();
    }

    @Override
    public byte[] image(long id, int overflow, ByteOrder order) {
      ByteBuffer page =
          header(sizeBytes(), id, BoltLayout.FLAG_BRANCH, elements.size(), overflow, order);
      int data = BoltLayout.PAGE_HEADER_BYTES + BoltLayout.ELEMENT_BYTES * elements.size();
      for (BranchElement element : elements) {
        page.putInt(data - page.position()).putInt(element.key().length).putLong(element.child());
        page.put(data, element.key());
        data += element.key().length;
      }
      return page.array();
    }
  }

  private static ByteBuffer header(
      int sizeBytes, long id, int flags, int count, int overflow, ByteOrder order) {
    return ByteBuffer.allocate(sizeBytes)
        .order(order)
        .putLong(id)
        .putShort((short) flags)
        .putShort((short) count)
        .putInt(overflow);
  }
}
