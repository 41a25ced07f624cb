package dev.snapseal.tools.kubernetes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// How a value is written, by its first bytes alone. One cluster mixes forms: an object keeps its
/// form until it is rewritten.
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/runtime/serializer/protobuf/protobuf.go">protobuf.go</a>
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/runtime/serializer/cbor/cbor.go">cbor.go</a>
public enum StoredForm {
  /// `k8s` NUL and a `runtime.Unknown` message: built-in types.
  PROTOBUF,
  /// JSON text: custom resources, their definitions, APIServices.
  JSON,
  /// CBOR with the self-described tag 55799: custom resources, if the cluster says so.
  CBOR,
  /// Still encrypted: `k8s:enc:`.
  ENCRYPTED,
  /// Decimal digits: `compact_rev_key`.
  NUMBER,
  /// No bytes.
  EMPTY,
  /// None of these.
  OTHER;

  /// `k8s` NUL, big-endian.
  private static final int PROTOBUF_MAGIC = 0x6B38_7300;

  private static final int CBOR_TAG = 0xD9_D9F7;
  private static final long ENCRYPTED_PREFIX = 0x6B38_733A_656E_633AL;
  private static final int TYPE_META_TAG = 1 << 3 | 2;

  /// Blanks before the first member of a JSON object that are looked through.
  private static final int MAX_BLANKS = 64;

  private static final int MAX_DIGITS = 19;

  /// The form of a value, of which a few bytes are read.
  public static StoredForm of(MemorySegment value) {
    long size = value.byteSize();
    if (size == 0) {
      return EMPTY;
    }
    int first = octet(value, 0);
    if (first == '{') {
      return JSON;
    }
    if (first >= '0' && first <= '9') {
      return isNumber(value) ? NUMBER : OTHER;
    }
    if (size >= 4 && bigEndian(value, 4) == PROTOBUF_MAGIC) {
      return PROTOBUF;
    }
    if (size >= 3 && bigEndian(value, 3) == CBOR_TAG) {
      return CBOR;
    }
    return size >= 8 && bigEndian(value, 8) == ENCRYPTED_PREFIX ? ENCRYPTED : OTHER;
  }

  /// Whether decrypted bytes can be an object at all: what a wrong key yields is not, except for
  /// about one value in 2^15.
  public static boolean looksLikeObject(MemorySegment value) {
    return switch (of(value)) {
      case PROTOBUF -> value.byteSize() > 4 && octet(value, 4) == TYPE_META_TAG;
      case JSON -> beginsJsonObject(value);
      case CBOR -> true;
      case ENCRYPTED, NUMBER, EMPTY, OTHER -> false;
    };
  }

  /// `{`, blanks, and then `"` or `}`.
  private static boolean beginsJsonObject(MemorySegment value) {
    long end = Math.min(value.byteSize(), MAX_BLANKS);
    for (long i = 1; i < end; i++) {
      int octet = octet(value, i);
      if (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
        return octet == '"' || octet == '}';
      }
    }
    return false;
  }

  private static boolean isNumber(MemorySegment value) {
    if (value.byteSize() > MAX_DIGITS) {
      return false;
    }
    for (long i = 0; i < value.byteSize(); i++) {
      if (octet(value, i) < '0' || octet(value, i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static long bigEndian(MemorySegment value, int length) {
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | octet(value, i);
    }
    return number;
  }

  private static int octet(MemorySegment value, long offset) {
    return value.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }
}
