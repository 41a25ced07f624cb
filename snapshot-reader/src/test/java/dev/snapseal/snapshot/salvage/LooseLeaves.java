package dev.snapseal.snapshot.salvage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.snapshot.SnapshotBytes;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// A file of pages without meta pages, root or branches, made byte by byte.
final class LooseLeaves {
  static final int LEAF = 2;

  private final int pageSize;
  private final ByteBuffer file;

  LooseLeaves(int pageSize, int pages) {
    this.pageSize = pageSize;
    this.file = ByteBuffer.allocate(pageSize * pages).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// A record of bucket `key`.
  static final class Row {
    private final byte[] key;
    private final byte[] value;

    Row(byte[] key, byte[] value) {
      this.key = key;
      this.value = value;
    }
  }

  /// A put whose `KeyValue` agrees with its revision; no number may need more than 14 bits.
  static Row put(long main, String userKey, String value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, 0x0A, userKey.getBytes(UTF_8));
    number(out, 0x10, main);
    number(out, 0x18, main);
    number(out, 0x20, 1);
    field(out, 0x2A, value.getBytes(UTF_8));
    return new Row(revision(main, 0, false), out.toByteArray());
  }

  static Row tombstone(long main, String userKey) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, 0x0A, userKey.getBytes(UTF_8));
    return new Row(revision(main, 0, true), out.toByteArray());
  }

  static byte[] revision(long main, long sub, boolean isTombstone) {
    ByteBuffer key = ByteBuffer.allocate(isTombstone ? 18 : 17);
    key.putLong(main).put((byte) '_').putLong(sub);
    if (isTombstone) {
      key.put((byte) 't');
    }
    return key.array();
  }

  private static void field(ByteArrayOutputStream out, int tag, byte[] bytes) {
    number(out, tag, bytes.length);
    out.writeBytes(bytes);
  }

  private static void number(ByteArrayOutputStream out, int tag, long number) {
    out.write(tag);
    if (number < 0x80) {
      out.write((int) number);
    } else {
      out.write((int) (number & 0x7F) | 0x80);
      out.write((int) (number >> 7));
    }
  }

  /// A page header, whatever it says.
  LooseLeaves header(int page, int type, int count, int overflow) {
    int start = page * pageSize;
    file.putLong(start, page).putShort(start + 8, (short) type);
    file.putShort(start + 10, (short) count).putInt(start + 12, overflow);
    return this;
  }

  /// An element, whatever it says.
  LooseLeaves element(int page, int index, int position, int keyLength, int valueLength) {
    int at = page * pageSize + 16 + 16 * index;
    file.putInt(at, 0).putInt(at + 4, position).putInt(at + 8, keyLength);
    file.putInt(at + 12, valueLength);
    return this;
  }

  LooseLeaves bytes(int page, int offset, byte[] bytes) {
    file.put(page * pageSize + offset, bytes);
    return this;
  }

  /// A leaf as bbolt writes it, with the overflow pages that it needs.
  LooseLeaves leaf(int page, Row... rows) {
    int data = 16 + 16 * rows.length;
    int end = data + Arrays.stream(rows).mapToInt(r -> r.key.length + r.value.length).sum();
    header(page, LEAF, rows.length, (end - 1) / pageSize);
    for (int i = 0; i < rows.length; i++) {
      element(page, i, data - 16 - 16 * i, rows[i].key.length, rows[i].value.length);
      bytes(page, data, rows[i].key).bytes(page, data + rows[i].key.length, rows[i].value);
      data += rows[i].key.length + rows[i].value.length;
    }
    return this;
  }

  LooseLeaves zero(int page) {
    Arrays.fill(file.array(), page * pageSize, (page + 1) * pageSize, (byte) 0);
    return this;
  }

  SnapshotBytes file() {
    return new SnapshotBytes("loose.db", MemorySegment.ofArray(file.array()));
  }

  static Row[] rows(List<Row> rows) {
    return rows.toArray(Row[]::new);
  }
}
