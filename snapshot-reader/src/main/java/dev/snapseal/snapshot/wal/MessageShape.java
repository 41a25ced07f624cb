package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The fields that a message may have, and what may stand in each: a message that fits has no byte
/// that nothing is known of.
///
/// A field that may stand once and stands twice does not fit: whoever reads the message keeps one
/// of the two. Built once, and then read by any thread.
final class MessageShape {
  /// Of transactions in transactions; etcd's own limit on a request's size allows more, and no
  /// client writes any.
  private static final int MAX_DEPTH = 64;

  /// Bytes of the longest name: of a user, role or member, a method or a version.
  private static final int LONGEST_NAME = 128;

  /// Bytes of the longest key: Kubernetes' have a prefix, a group and a resource, a namespace of at
  /// most 63 and a name of at most 253 characters.
  private static final int LONGEST_KEY = 512;

  private static final byte[] OWN_PATH = {'/', '0', '/'};

  /// What a field holds.
  enum Kind {
    /// A number.
    NUMBER,
    /// What a client of etcd calls something: short, and no text.
    NAME,
    /// A key, or the end of a range of keys.
    KEY,
    /// A value, which [RequestValues] gives.
    VALUE,
    /// A path of the v2 API at which etcd itself keeps data.
    OWN_PATH,
    /// JSON that etcd itself writes, of names and addresses.
    OWN_JSON
  }

  private record Field(Kind kind, MessageShape message, boolean isRepeated) {}

  private final Map<Integer, Field> fields = new HashMap<>();

  /// Adds fields that may stand once each.
  MessageShape with(Kind kind, int... numbers) {
    for (int number : numbers) {
      fields.put(number, new Field(kind, null, false));
    }
    return this;
  }

  /// Adds a field that may stand any number of times.
  MessageShape withRepeated(Kind kind, int number) {
    fields.put(number, new Field(kind, null, true));
    return this;
  }

  /// Adds a message that may stand once.
  MessageShape with(MessageShape message, int number) {
    fields.put(number, new Field(Kind.VALUE, message, false));
    return this;
  }

  /// Adds a message that may stand any number of times.
  MessageShape withRepeated(MessageShape message, int number) {
    fields.put(number, new Field(Kind.VALUE, message, true));
    return this;
  }

  /// Whether the message at `length` bytes from `offset` has this shape.
  ///
  /// @throws MalformedProtobufException if there is no message
  boolean fits(SnapshotBytes bytes, long offset, long length) throws MalformedProtobufException {
    return fits(bytes, offset, length, 0);
  }

  private boolean fits(SnapshotBytes bytes, long offset, long length, int depth)
      throws MalformedProtobufException {
    if (depth > MAX_DEPTH) {
      return false;
    }
    ProtobufReader reader = new ProtobufReader(bytes.segment(), offset, length);
    Set<Integer> seen = new HashSet<>();
    while (reader.next()) {
      Field field = fields.get(reader.fieldNumber());
      if (field == null
          || !(seen.add(reader.fieldNumber()) || field.isRepeated)
          || !fits(bytes, reader, field, depth)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(SnapshotBytes bytes, ProtobufReader reader, Field field, int depth)
      throws MalformedProtobufException {
    if (field.kind == Kind.NUMBER) {
      return reader.wireType() == ProtobufReader.VARINT;
    }
    if (reader.wireType() != ProtobufReader.LENGTH_DELIMITED) {
      return false;
    }
    long offset = reader.valueOffset();
    long length = reader.valueLength();
    return field.message == null
        ? fits(bytes, field.kind, offset, length)
        : field.message.fits(bytes, offset, length, depth + 1);
  }

  private static boolean fits(SnapshotBytes bytes, Kind kind, long offset, long length) {
    return switch (kind) {
      case NUMBER -> false;
      case NAME -> length <= LONGEST_NAME && OwnText.isOfNames(bytes, offset, length);
      case KEY -> length <= LONGEST_KEY && isKey(bytes, offset, length);
      case VALUE -> true;
      case OWN_PATH -> length <= LONGEST_KEY && isOwnPath(bytes, offset, length);
      case OWN_JSON -> OwnText.isOfNames(bytes, offset, length);
    };
  }

  /// Below `/0/` are versions and members; a request about all there is has no path.
  private static boolean isOwnPath(SnapshotBytes bytes, long offset, long length) {
    return length == 0
        || (length > OWN_PATH.length
            && bytes.matches(offset, OWN_PATH.length, OWN_PATH)
            && OwnText.isWithoutSpace(bytes, offset, length));
  }

  /// A zero byte at the end makes a key the next one; alone it is the end of all.
  private static boolean isKey(SnapshotBytes bytes, long offset, long length) {
    boolean isNext = length > 0 && bytes.u8(offset + length - 1) == 0;
    return OwnText.isWithoutSpace(bytes, offset, isNext ? length - 1 : length);
  }
}
