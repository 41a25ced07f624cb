package dev.snapseal.testdata;

/// One element of a leaf or branch page under the surgeon's knife.
public final class ElementOnTable {
  private static final int LEAF_POS = 4;
  private static final int LEAF_KEY_SIZE = 8;
  private static final int LEAF_VALUE_SIZE = 12;
  private static final int BRANCH_KEY_SIZE = 4;
  private static final int BRANCH_CHILD = 8;

  private final PageSurgeon surgeon;
  private final FileImage file;
  private final boolean leaf;
  private final int start;

  ElementOnTable(PageSurgeon surgeon, FileImage file, long page, int index) {
    this.surgeon = surgeon;
    this.file = file;
    this.leaf = new PageOnTable(surgeon, file, page).flags() == BoltLayout.FLAG_LEAF;
    this.start = file.start(page) + BoltLayout.PAGE_HEADER_BYTES + BoltLayout.ELEMENT_BYTES * index;
  }

  /// The key, where the element says it is now.
  public byte[] key() {
    byte[] key = new byte[keySize()];
    file.buffer().get(keyStart(), key);
    return key;
  }

  /// The value of a leaf element, where the element says it is now.
  public byte[] value() {
    requireLeaf();
    byte[] value = new byte[file.buffer().getInt(start + LEAF_VALUE_SIZE)];
    file.buffer().get(valueStart(), value);
    return value;
  }

  /// The child of a branch element.
  public long child() {
    requireBranch();
    return file.buffer().getLong(start + BRANCH_CHILD);
  }

  /// Where the key is, from the element's start.
  public int pos() {
    return file.buffer().getInt(start + (leaf ? LEAF_POS : 0));
  }

  /// Length of the key.
  public int keySize() {
    return file.buffer().getInt(start + (leaf ? LEAF_KEY_SIZE : BRANCH_KEY_SIZE));
  }

  /// Sets where the key is, in bytes from the element's start; 32 bits.
  public PageSurgeon pos(long pos) {
    return u32(leaf ? LEAF_POS : 0, pos);
  }

  /// Sets the key's length in bytes; 32 bits.
  public PageSurgeon keySize(long bytes) {
    return u32(leaf ? LEAF_KEY_SIZE : BRANCH_KEY_SIZE, bytes);
  }

  /// Sets the value's length in bytes; 32 bits; leaf only.
  public PageSurgeon valueSize(long bytes) {
    requireLeaf();
    return u32(LEAF_VALUE_SIZE, bytes);
  }

  /// Sets the flags; leaf only.
  public PageSurgeon flags(int flags) {
    requireLeaf();
    return u32(0, flags);
  }

  /// Sets the page id of the child; branch only.
  public PageSurgeon child(long page) {
    requireBranch();
    file.buffer().putLong(start + BRANCH_CHILD, page);
    return surgeon;
  }

  /// Writes other bytes over the start of the key; its length stays.
  public PageSurgeon key(byte[] bytes) {
    requireRoom(bytes.length, keySize());
    file.buffer().put(keyStart(), bytes);
    return surgeon;
  }

  /// Writes other bytes over the start of the value; its length stays; leaf only.
  public PageSurgeon value(byte[] bytes) {
    requireRoom(bytes.length, value().length);
    file.buffer().put(valueStart(), bytes);
    return surgeon;
  }

  /// Sets one byte of the key.
  public PageSurgeon keyByte(int index, int value) {
    file.buffer().put(keyStart() + index, (byte) value);
    return surgeon;
  }

  /// Sets one byte of the value; leaf only.
  public PageSurgeon valueByte(int index, int value) {
    file.buffer().put(valueStart() + index, (byte) value);
    return surgeon;
  }

  /// Offset in the file of the value's first byte.
  public int valueStart() {
    requireLeaf();
    return keyStart() + keySize();
  }

  private int keyStart() {
    return start + pos();
  }

  private PageSurgeon u32(int field, long value) {
    file.buffer().putInt(start + field, (int) value);
    return surgeon;
  }

  private void requireLeaf() {
    if (!leaf) {
      throw new IllegalArgumentException("only elements of a leaf page have flags and a value");
    }
  }

  private void requireBranch() {
    if (leaf) {
      throw new IllegalArgumentException("only elements of a branch page have a child");
    }
  }

  private static void requireRoom(int wanted, int present) {
    if (wanted > present) {
      throw new IllegalArgumentException("%d bytes do not fit over %d".formatted(wanted, present));
    }
  }
}
