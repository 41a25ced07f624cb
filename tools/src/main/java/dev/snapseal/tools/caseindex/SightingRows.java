package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.history.KeyHistory.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Rows of column family `records`; [CaseLayout] says how they are laid out.
final class SightingRows {
  /// Longer ones are Kubernetes' in no case, and are counted, not indexed.
  static final int MAX_ETCD_KEY_BYTES = 4096;

  /// Bytes behind the etcd key.
  private static final int TAIL_BYTES = 8 + 8 + 4 + 1 + Fingerprint.BYTES;

  private static final int ESCAPE = 0xFF;

  /// Flags of a member.
  private static final int ALL_LEAVES = 1;

  private static final int ANYWHERE = 2;

  private SightingRows() {}

  /// The first bytes of all rows of an etcd key, and of no other's.
  static byte[] start(byte[] etcdKey) {
    RowWriter start = new RowWriter();
    writeStart(start, etcdKey);
    return start.toBytes();
  }

  /// The first bytes of all rows of a record, in every evidence.
  static byte[] start(byte[] etcdKey, long main, long sub) {
    RowWriter start = new RowWriter();
    writeStart(start, etcdKey);
    return start.u64(main).u64(sub).toBytes();
  }

  /// A key behind those of all rows of an etcd key, and before those of any other's.
  static byte[] behind(byte[] etcdKey) {
    byte[] behind = start(etcdKey);
    behind[behind.length - 1] = 1;
    return behind;
  }

  static byte[] key(RowWriter row, byte[] etcdKey, Sighting sighting) {
    row.clear();
    writeStart(row, etcdKey);
    return row.u64(sighting.main())
        .u64(sighting.sub())
        .u32(sighting.evidence())
        .u8(sighting.scope().code())
        .fingerprint(sighting.stored())
        .toBytes();
  }

  private static void writeStart(RowWriter row, byte[] etcdKey) {
    for (byte octet : etcdKey) {
      row.u8(octet);
      if (octet == 0) {
        row.u8(ESCAPE);
      }
    }
    row.u8(0).u8(0);
  }

  static byte[] value(RowWriter row, Sighting sighting) {
    return row.clear()
        .u8(code(sighting.content()))
        .text(sighting.prefix())
        .u8(sighting.isUnderPublishedKey() ? 1 : 0)
        .varint(sighting.sizeBytes())
        .varint(sighting.version())
        .varint(sighting.createRevision())
        .optional(sighting.plaintext(), RowWriter::fingerprint)
        .optional(sighting.data(), RowWriter::fingerprint)
        .optional(sighting.members(), SightingRows::writeMembers)
        .optional(sighting.time(), SightingRows::writeTime)
        .optional(sighting.inside(), RowWriter::text)
        .toBytes();
  }

  private static void writeMembers(RowWriter row, List<DataMember> members) {
    row.varint(members.size());
    for (DataMember member : members) {
      row.text(member.name())
          .u64(member.value())
          .u8((member.areLeavesAll() ? ALL_LEAVES : 0) + (member.anywhere() != 0 ? ANYWHERE : 0));
      if (member.anywhere() != 0) {
        row.u64(member.anywhere());
      }
      row.varint(member.leaves().size());
      member.leaves().forEach(row::u64);
      row.u8(member.harmless().map(Harmless::code).orElse(0));
    }
  }

  private static void writeTime(RowWriter row, StatedTime time) {
    row.u8(time.source().code()).time(time.time());
  }

  /// The etcd key of a row.
  static byte[] etcdKey(byte[] rowKey) {
    int end = startLength(rowKey) - 2;
    byte[] key = new byte[end];
    int length = 0;
    for (int i = 0; i < end; i++) {
      key[length++] = rowKey[i];
      if (rowKey[i] == 0) {
        i++;
      }
    }
    return Arrays.copyOf(key, length);
  }

  /// The set that the row is of.
  static int rowSet(byte[] rowKey) {
    return ByteBuffer.wrap(rowKey).getInt(startLength(rowKey) + 16);
  }

  /// What a row says; its evidence is the row set.
  static Sighting read(byte[] rowKey, byte[] rowValue) {
    ByteBuffer key = ByteBuffer.wrap(rowKey).position(startLength(rowKey));
    long main = key.getLong();
    long sub = key.getLong();
    int rowSet = key.getInt();
    SightingScope scope = SightingScope.ofCode(key.get());
    Fingerprint stored = new Fingerprint(key.getLong(), key.getLong());
    RowReader value = new RowReader(rowValue);
    return new Sighting(
        main,
        sub,
        rowSet,
        scope,
        stored,
        content(value.u8()),
        value.text(),
        value.u8() == 1,
        value.varint(),
        value.varint(),
        value.varint(),
        value.optional(RowReader::fingerprint),
        value.optional(RowReader::fingerprint),
        value.optional(SightingRows::readMembers),
        value.optional(SightingRows::readTime),
        value.optional(RowReader::text));
  }

  private static List<DataMember> readMembers(RowReader row) {
    long count = row.varint();
    if (count < 0 || count > CaseLayout.MAX_MEMBERS) {
      throw new IllegalArgumentException("no value has " + count + " members");
    }
    List<DataMember> members = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      members.add(readMember(row));
    }
    return members;
  }

  private static DataMember readMember(RowReader row) {
    String name = row.text();
    long value = row.u64();
    int flags = row.u8();
    return new DataMember(
        name,
        value,
        (flags & ANYWHERE) == 0 ? 0 : row.u64(),
        readLeaves(row),
        (flags & ALL_LEAVES) != 0,
        readHarmless(row));
  }

  private static List<Long> readLeaves(RowReader row) {
    List<Long> leaves = new ArrayList<>();
    for (long left = row.varint(); left > 0; left--) {
      leaves.add(row.u64());
    }
    return leaves;
  }

  private static Optional<Harmless> readHarmless(RowReader row) {
    int code = row.u8();
    return code == 0 ? Optional.empty() : Optional.of(Harmless.ofCode(code));
  }

  private static StatedTime readTime(RowReader row) {
    TimeSource source = TimeSource.ofCode(row.u8());
    return new StatedTime(row.time(), source);
  }

  /// Whether a row is of the etcd key whose rows begin so.
  static boolean isAt(byte[] rowKey, byte[] start) {
    return rowKey.length == start.length + TAIL_BYTES
        && Arrays.equals(rowKey, 0, start.length, start, 0, start.length);
  }

  /// Bytes of the etcd key and what ends it.
  static int startLength(byte[] rowKey) {
    if (rowKey.length < TAIL_BYTES + 2) {
      throw new IllegalArgumentException("a row of records is too short");
    }
    return rowKey.length - TAIL_BYTES;
  }

  private static int code(Content content) {
    return switch (content) {
      case NONE -> 0;
      case PLAIN -> 1;
      case OPENED -> 2;
      case NOT_TRIED -> 3;
      case NOT_OPENED -> 4;
    };
  }

  private static Content content(int code) {
    return switch (code) {
      case 0 -> Content.NONE;
      case 1 -> Content.PLAIN;
      case 2 -> Content.OPENED;
      case 3 -> Content.NOT_TRIED;
      case 4 -> Content.NOT_OPENED;
      default -> throw new IllegalArgumentException("no content has the code " + code);
    };
  }
}
