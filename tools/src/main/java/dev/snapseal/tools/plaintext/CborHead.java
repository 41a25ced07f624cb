package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the beginning of an object in CBOR: its `kind` and `apiVersion`, wherever in the map they
/// stand. Field names and strings may be text or, as Kubernetes writes them, byte strings.
///
/// Steps over a bounded number of items, each in constant time.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8949">RFC 8949</a>
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/runtime/serializer/cbor/cbor.go">apimachinery
///   cbor.go</a>
final class CborHead {
  private static final int MAGIC_BYTES = 3;
  private static final int MAX_ITEMS = 64;
  private static final int MAX_DEPTH = 8;
  private static final int LONGEST_TEXT = 318;
  private static final int BYTE_STRING = 2;
  private static final int TEXT_STRING = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;
  private static final int BREAK = 0xFF;
  private static final int INDEFINITE = 31;

  /// Something in CBOR is cut, nested too deep or not CBOR.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super(null, null, false, false);
    }
  }

  private final SnapshotBytes bytes;
  private final long end;
  private long position;
  private int major;
  private int minor;
  private long argument;
  private int items;
  private String apiVersion = "";
  private String kind = "";

  private CborHead(SnapshotBytes bytes, long offset, long end) {
    this.bytes = bytes;
    this.position = offset + MAGIC_BYTES;
    this.end = end;
  }

  /// The object whose tag, `d9 d9 f7`, is at `offset`.
  ///
  /// @param end first byte behind those that may belong to it
  static Optional<Remnant> at(SnapshotBytes bytes, long offset, long end) {
    CborHead head = new CborHead(bytes, offset, end);
    long behind = head.readObject();
    return head.kind.isEmpty()
        ? Optional.empty()
        : Remnant.of(head.apiVersion, head.kind, Remnant.Form.CBOR, behind);
  }

  /// First byte behind what could be read.
  private long readObject() {
    try {
      head();
      if (major == MAP) {
        members();
      }
    } catch (Unreadable e) {
      // What was read so far stands.
    }
    return Math.min(position, end);
  }

  private void members() throws Unreadable {
    long left = minor == INDEFINITE ? Long.MAX_VALUE : argument;
    for (; left > 0 && !isBreak(); left--) {
      String field = string();
      if (field.equals("kind")) {
        kind = string();
      } else if (field.equals("apiVersion")) {
        apiVersion = string();
      } else {
        skip(0);
      }
    }
  }

  private boolean isBreak() throws Unreadable {
    if (position >= end) {
      throw new Unreadable();
    }
    if (bytes.u8(position) != BREAK) {
      return false;
    }
    position++;
    return true;
  }

  private String string() throws Unreadable {
    head();
    if ((major != TEXT_STRING && major != BYTE_STRING) || minor == INDEFINITE) {
      throw new Unreadable();
    }
    String text =
        argument > LONGEST_TEXT
            ? ""
            : new String(bytes.copy(position, (int) argument), StandardCharsets.ISO_8859_1);
    position += argument;
    return text;
  }

  private void skip(int depth) throws Unreadable {
    head();
    if (depth > MAX_DEPTH) {
      throw new Unreadable();
    }
    switch (major) {
      case BYTE_STRING, TEXT_STRING -> skipString(depth);
      case ARRAY -> skipItems(1, depth);
      case MAP -> skipItems(2, depth);
      case TAG -> skip(depth + 1);
      default -> {
        // A number or a simple value is its head.
      }
    }
  }

  private void skipString(int depth) throws Unreadable {
    if (minor == INDEFINITE) {
      skipItems(1, depth);
    } else {
      position += argument;
    }
  }

  private void skipItems(int each, int depth) throws Unreadable {
    long left = minor == INDEFINITE ? Long.MAX_VALUE : argument;
    for (; left > 0 && !isBreak(); left--) {
      for (int i = 0; i < each; i++) {
        skip(depth + 1);
      }
    }
  }

  /// Reads an item's first byte and its argument; a string's bytes are inside.
  private void head() throws Unreadable {
    if (position >= end || ++items > MAX_ITEMS) {
      throw new Unreadable();
    }
    int first = bytes.u8(position++);
    major = first >> 5;
    minor = first & 0x1F;
    argument = minor < 24 ? minor : argument();
    boolean isString = major == BYTE_STRING || major == TEXT_STRING;
    if (isString && minor != INDEFINITE && (argument < 0 || argument > end - position)) {
      throw new Unreadable();
    }
  }

  private long argument() throws Unreadable {
    if (minor == INDEFINITE) {
      return 0;
    }
    int length = 1 << (minor - 24);
    if (minor > 27 || length > end - position) {
      throw new Unreadable();
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = (value << 8) | bytes.u8(position++);
    }
    return value;
  }
}
