package dev.snapseal.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What plaintext looks like from its first bytes.
///
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/runtime/serializer/protobuf/protobuf.go">
///   apimachinery serializer/protobuf/protobuf.go</a>, `serializer/cbor/cbor.go`
public enum PlainForm {
  /// `k8s` and a zero byte, then `runtime.Unknown`: built-in kinds.
  PROTOBUF,
  /// An object in braces: custom resources and a few built-in kinds.
  JSON,
  /// The self-described tag `d9 d9 f7`: custom resources of servers that store CBOR.
  CBOR,
  /// Text that begins with `apiVersion:`, `kind:` or `---`.
  YAML,
  /// Decimal digits only, such as the value of `compact_rev_key`.
  NUMBER,
  /// No bytes.
  EMPTY,
  /// Anything else.
  UNKNOWN;

  private static final byte[] PROTOBUF_MAGIC = {'k', '8', 's', 0};
  private static final byte[] CBOR_TAG = {(byte) 0xd9, (byte) 0xd9, (byte) 0xf7};
  private static final byte[] API_VERSION = "apiVersion:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KIND = "kind:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DOCUMENT = "---\n".getBytes(StandardCharsets.US_ASCII);

  /// Looks at `length` bytes from `offset`; reads the beginning, and the whole only where it is
  /// digits.
  public static PlainForm of(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return EMPTY;
    }
    if (startsWith(PROTOBUF_MAGIC, bytes, offset, length)) {
      return PROTOBUF;
    }
    if (startsWith(CBOR_TAG, bytes, offset, length)) {
      return CBOR;
    }
    if (opensAnObject(bytes, offset, length)) {
      return JSON;
    }
    if (startsWith(API_VERSION, bytes, offset, length)
        || startsWith(KIND, bytes, offset, length)
        || startsWith(DOCUMENT, bytes, offset, length)) {
      return YAML;
    }
    return isDigits(bytes, offset, length) ? NUMBER : UNKNOWN;
  }

  /// Whether these bytes are so surely a Kubernetes object that a key which produced them, without
  /// any authentication, is the right one: a wrong key gets here by chance less than once in 2^23
  /// times.
  public static boolean isSurelyAnObject(byte[] bytes, int offset, int length) {
    return switch (of(bytes, offset, length)) {
      case PROTOBUF -> true;
      case CBOR -> length > 3 && (bytes[offset + 3] & 0xE0) == 0xA0; // a map follows the tag
      case JSON -> bytes[lastNonBlank(bytes, offset, length)] == '}';
      case YAML -> !startsWith(DOCUMENT, bytes, offset, length);
      case NUMBER, EMPTY, UNKNOWN -> false;
    };
  }

  /// A brace, and behind it, blanks aside, a quote or the closing brace.
  private static boolean opensAnObject(byte[] bytes, int offset, int length) {
    if (bytes[offset] != '{') {
      return false;
    }
    int next = offset + 1;
    int end = offset + length;
    while (next < end && isBlank(bytes[next])) {
      next++;
    }
    return next < end && (bytes[next] == '"' || bytes[next] == '}');
  }

  private static int lastNonBlank(byte[] bytes, int offset, int length) {
    int last = offset + length - 1;
    while (last > offset && isBlank(bytes[last])) {
      last--;
    }
    return last;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isDigits(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] magic, byte[] bytes, int offset, int length) {
    return length >= magic.length
        && Arrays.equals(magic, 0, magic.length, bytes, offset, offset + magic.length);
  }
}
