package dev.snapseal.testdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A leaf or branch page with its overflow, before it has a place in a file; its elements are
/// written in the order they have.
sealed interface Node {

  /// Bytes of header, elements and data together, without padding.
  int sizeBytes();

  /// The page image as it stands on page `id`: header, elements, then keys and values packed.
  byte[] image(long id, int overflow, ByteOrder order);

  /// A key and its value.
  ///
  /// @param flags bit 0: the value is a bucket
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record LeafElement(int flags, byte[] key, byte[] value) {
    int sizeBytes() {
      return BoltLayout.ELEMENT_BYTES + key.length + value.length;
    }
  }

  /// A pointer to a page of the next level.
  ///
  /// @param key the smallest key below `child`
  /// @param child page id
  @SuppressWarnings("ArrayRecordComponent") // never compared
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
      byte[] image = new byte[sizeBytes()];
      ByteBuffer page = header(image, id, BoltLayout.FLAG_LEAF, elements.size(), overflow, order);
      int data = BoltLayout.PAGE_HEADER_BYTES + BoltLayout.ELEMENT_BYTES * elements.size();
      for (LeafElement element : elements) {
        page.putInt(element.flags()).putInt(data - page.position() + 4);
        page.putInt(element.key().length).putInt(element.value().length);
        page.put(data, element.key()).put(data + element.key().length, element.value());
        data += element.key().length + element.value().length;
      }
      return image;
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
      byte[] image = new byte[sizeBytes()];
      ByteBuffer page = header(image, id, BoltLayout.FLAG_BRANCH, elements.size(), overflow, order);
      int data = BoltLayout.PAGE_HEADER_BYTES + BoltLayout.ELEMENT_BYTES * elements.size();
      for (BranchElement element : elements) {
        page.putInt(data - page.position()).putInt(element.key().length).putLong(element.child());
        page.put(data, element.key());
        data += element.key().length;
      }
      return image;
    }
  }

  private static ByteBuffer header(
      byte[] image, long id, int flags, int count, int overflow, ByteOrder order) {
    return ByteBuffer.wrap(image)
        .order(order)
        .putLong(id)
        .putShort((short) flags)
        .putShort((short) count)
        .putInt(overflow);
  }
}
