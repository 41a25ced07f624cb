package dev.snapseal.tools.salvage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a sound bbolt file holds, read without anything of the program: the leaves of bucket `key`,
/// each with the pages that it takes, and its records.
final class PlainTree {
  static final int PAGE = 4096;
  private static final int BRANCH = 1;

  /// One leaf of bucket `key`.
  ///
  /// @param records values by keys, byte for character
  record Leaf(int page, int span, Map<String, String> records) {
    boolean survives(Set<Integer> destroyed) {
      return destroyed.stream().noneMatch(gone -> gone >= page && gone < page + span);
    }
  }

  private final ByteBuffer file;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Map<String, String> smallBuckets = new HashMap<>();
  private int rootPage;
  private int keyRootPage;

  private PlainTree(byte[] bytes) {
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Reads a snapshot, of which page 0 is the newest meta page.
  static PlainTree of(byte[] bytes) {
    PlainTree tree = new PlainTree(bytes);
    tree.rootPage = (int) tree.file.getLong(32);
    tree.readRoot(tree.rootPage * PAGE);
    return tree;
  }

  static PlainTree of(Path path) throws IOException {
    return of(Files.readAllBytes(path));
  }

  private void readRoot(int start) {
    int count = file.getShort(start + 10) & 0xFFFF;
    for (int i = 0; i < count; i++) {
      int at = start + 16 + 16 * i;
      if (file.getShort(start + 8) == BRANCH) {
        readRoot((int) file.getLong(at + 8) * PAGE);
        continue;
      }
      int key = at + file.getInt(at + 4);
      String name = text(key, file.getInt(at + 8));
      int value = key + file.getInt(at + 8);
      if (name.equals("key")) {
        keyRootPage = (int) file.getLong(value);
        readPage(keyRootPage);
      } else {
        smallBuckets.put(name, text(value, file.getInt(at + 12)));
      }
    }
  }

  private void readPage(int page) {
    int start = page * PAGE;
    int count = file.getShort(start + 10) & 0xFFFF;
    if (file.getShort(start + 8) == BRANCH) {
      for (int i = 0; i < count; i++) {
        readPage((int) file.getLong(start + 16 + 16 * i + 8));
      }
      return;
    }
    Map<String, String> records = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      int at = start + 16 + 16 * i;
      int key = at + file.getInt(at + 4);
      int keyLength = file.getInt(at + 8);
      records.put(text(key, keyLength), text(key + keyLength, file.getInt(at + 12)));
    }
    leaves.add(new Leaf(page, file.getInt(start + 12) + 1, records));
  }

  private String text(int offset, int length) {
    return new String(file.array(), offset, length, ISO_8859_1);
  }

  int pages() {
    return file.capacity() / PAGE;
  }

  int rootPage() {
    return rootPage;
  }

  int keyRootPage() {
    return keyRootPage;
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /// The stored bytes of each bucket but `key`, inline or not.
  Map<String, String> smallBuckets() {
    return smallBuckets;
  }

  /// Records of the leaves that keep all their pages.
  Map<String, String> surviving(Set<Integer> destroyed) {
    Map<String, String> records = new TreeMap<>();
    leaves.stream()
        .filter(leaf -> leaf.survives(destroyed))
        .forEach(leaf -> records.putAll(leaf.records()));
    return records;
  }
}
