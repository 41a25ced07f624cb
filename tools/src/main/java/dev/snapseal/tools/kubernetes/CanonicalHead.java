package dev.snapseal.tools.kubernetes;

import java.util.Arrays;

/// The first bytes of a protobuf value, if they are laid out exactly as the API server's encoder
/// does: who the object is stands in the first few hundred bytes.
///
/// For code that runs once a value from a cold start, where an array costs far less than a segment.
/// Whatever is unexpected makes [#read] say no; [ProtobufEnvelope] then reads by the rules. Not
/// safe for use by several threads.
final class CanonicalHead {
  private static final int MAX_HEAD = 640;

  /// Field number of the namespace in ObjectMeta, the last one read.
  private static final int NAMESPACE = 3;

  private static final int MAGIC_LENGTH = ProtobufEnvelope.MAGIC_LENGTH;
  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /// `1a 00 22 00`: contentEncoding and contentType, both empty.
  private static final byte[] EMPTY_CONTENT_FIELDS = {0x1A, 0, 0x22, 0};

  /// Tags of length-delimited fields.
  private static final int FIELD_1 = 1 << 3 | 2;

  private static final int FIELD_2 = 2 << 3 | 2;
  private static final int FIELD_3 = 3 << 3 | 2;

  private final byte[] head = new byte[MAX_HEAD];
  private int length;
  private int position;
  private int valueStart;
  private long valueLength;
  private int kindStart;
  private int kindEnd;
  private int nameStart;
  private int nameEnd;
  private int namespaceStart;
  private int namespaceEnd;

  /// Reads the head of a value; `false` if its layout is another, or its names do not fit.
  ///
  /// @param value holds it in `size` bytes from `offset`
  boolean read(byte[] value, int offset, int size) {
    length = Math.min(size, MAX_HEAD);
    System.arraycopy(value, offset, head, 0, length);
    if (length < MAGIC_LENGTH || !isMagic()) {
      return false;
    }
    position = MAGIC_LENGTH;
    kindStart = kindEnd = nameStart = nameEnd = namespaceStart = namespaceEnd = 0;
    return readTypeMeta() && readRaw(value, offset + size, size);
  }

  boolean isKind(String ascii) {
    if (kindEnd - kindStart != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (head[kindStart + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  boolean hasName() {
    return nameEnd > nameStart;
  }

  boolean isOf(KubernetesKey.ObjectKey key) {
    return key.isName(head, nameStart, nameEnd)
        && key.isNamespace(head, namespaceStart, namespaceEnd);
  }

  private boolean isMagic() {
    for (int i = 0; i < MAGIC_LENGTH; i++) {
      if (head[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /// typeMeta {apiVersion, kind} and nothing else.
  private boolean readTypeMeta() {
    if (!field(FIELD_1) || valueLength > length - valueStart) {
      return false;
    }
    int end = valueStart + (int) valueLength;
    if (!textField(FIELD_1) || !textField(FIELD_2)) {
      return false;
    }
    kindStart = valueStart;
    kindEnd = position;
    return position == end;
  }

  /// raw {metadata, ...}, up to the end of the value but for two empty fields.
  private boolean readRaw(byte[] value, int end, long size) {
    if (!field(FIELD_2)) {
      return false;
    }
    long behind = size - valueStart - valueLength;
    if (behind != 0
        && !(behind == EMPTY_CONTENT_FIELDS.length
            && Arrays.equals(value, end - (int) behind, end, EMPTY_CONTENT_FIELDS, 0, 4))) {
      return false;
    }
    long rawEnd = valueStart + valueLength;
    return field(FIELD_1)
        && valueLength <= rawEnd - valueStart
        && readNames(valueStart + valueLength);
  }

  /// metadata {name, generateName, namespace, ...}; generateName may be absent.
  private boolean readNames(long end) {
    if (!textField(FIELD_1)) {
      return false;
    }
    nameStart = valueStart;
    nameEnd = position;
    if (position < length && head[position] == FIELD_2 && !textField(FIELD_2)) {
      return false;
    }
    if (!textField(FIELD_3)) {
      return false;
    }
    namespaceStart = valueStart;
    namespaceEnd = position;
    return position <= end && isInsideOrAt(end);
  }

  /// Whether the fields of the names end here: the metadata does, or a later field follows.
  private boolean isInsideOrAt(long end) {
    return position == end || (position < length && (head[position] & 0xFF) >>> 3 > NAMESPACE);
  }

  /// Moves behind a field whose value lies in the head.
  private boolean textField(int tag) {
    if (!field(tag) || valueLength > length - valueStart) {
      return false;
    }
    position = valueStart + (int) valueLength;
    return true;
  }

  /// Reads a tag and a length, and stops at the value.
  private boolean field(int tag) {
    if (position >= length || head[position] != tag) {
      return false;
    }
    position++;
    long size = 0;
    for (int shift = 0; shift < 35 && position < length; shift += 7) {
      byte octet = head[position++];
      size |= (long) (octet & 0x7F) << shift;
      if (octet >= 0) {
        valueStart = position;
        valueLength = size;
        return true;
      }
    }
    return false;
  }
}
