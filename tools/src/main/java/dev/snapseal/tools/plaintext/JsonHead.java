package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// Reads the beginning of an object in JSON, compact or laid out: its `kind` and `apiVersion`.
///
/// Looks at the first bytes only, unless asked for more, and gives up at the first that is no JSON,
/// so that a file of nothing but such beginnings is read in linear time.
final class JsonHead {
  private static final int HEAD_BYTES = 512;
  private static final int LONGEST_TEXT = 318;

  /// Fields that an object begins with, as the API server, `kubectl` or a sorting encoder writes
  /// it.
  private static final Set<String> FIRST_FIELDS = Set.of("apiVersion", "kind", "metadata");

  /// Fields of a reference to an object, which says a kind too.
  private static final Set<String> REFERENCE_FIELDS =
      Set.of("name", "namespace", "uid", "controller", "blockOwnerDeletion", "fieldPath");

  private final SnapshotBytes bytes;
  private final long end;
  private long position;
  private String apiVersion = "";
  private String kind = "";
  private boolean broken;

  /// Whether a field was read that objects have.
  private boolean isBegun;

  private JsonHead(SnapshotBytes bytes, long offset, long end) {
    this.bytes = bytes;
    this.position = offset + 1;
    this.end = end;
  }

  /// The object whose opening brace is at `offset`.
  ///
  /// @param end first byte behind those that may belong to it
  static Optional<Remnant> at(SnapshotBytes bytes, long offset, long end) {
    JsonHead head = new JsonHead(bytes, offset, Math.min(end, offset + HEAD_BYTES));
    return head.isObject() ? head.object() : Optional.empty();
  }

  /// Whether the object whose opening brace is at `offset` has not said its kind where [#at] gives
  /// up: something long stands before it, such as the data of a Secret whose fields are sorted.
  static boolean isCut(SnapshotBytes bytes, long offset, long end) {
    if (end - offset <= HEAD_BYTES) {
      return false;
    }
    JsonHead head = new JsonHead(bytes, offset, offset + HEAD_BYTES);
    return !head.isObject() && head.position == head.end && head.isBegun;
  }

  /// The same object, read as far as its kind.
  static LongObject read(SnapshotBytes bytes, long offset, long end) {
    JsonHead head = new JsonHead(bytes, offset, end);
    Optional<Remnant> object = head.isObject() ? head.object() : Optional.empty();
    return new LongObject(object, Math.min(head.position, end) - offset);
  }

  private Optional<Remnant> object() {
    return Remnant.of(apiVersion, kind, Remnant.Form.JSON, position);
  }

  private boolean isObject() {
    if (octet() != '"' || !mayBegin(position + 1)) {
      return false;
    }
    String field = name();
    if (!FIRST_FIELDS.contains(field)) {
      return false;
    }
    isBegun = !broken;
    while (!broken && !REFERENCE_FIELDS.contains(field)) {
      member(field);
      if (broken || octet() != ',') {
        break;
      }
      position++;
      field = name();
    }
    isBegun &= !REFERENCE_FIELDS.contains(field);
    return !kind.isEmpty() && isBegun;
  }

  /// Whether one of the first fields has this first letter: refuses most of what is no object.
  private boolean mayBegin(long offset) {
    int octet = offset < end ? bytes.u8(offset) : -1;
    return octet == 'a' || octet == 'k' || octet == 'm';
  }

  private void member(String field) {
    boolean isText = octet() == '"';
    if (field.equals("kind") && isText) {
      kind = text();
    } else if (field.equals("apiVersion") && isText) {
      apiVersion = text();
    } else {
      position = JsonExtent.endOfValue(bytes, position, end);
    }
    broken |= position >= end;
  }

  /// The name of a field and, behind it, the colon.
  private String name() {
    if (octet() != '"') {
      broken = true;
      return "";
    }
    String name = text();
    if (octet() == ':') {
      position++;
    } else {
      broken = true;
    }
    return name;
  }

  /// The string whose quote is next; no name that matters here holds an escape.
  private String text() {
    long start = ++position;
    long last = Math.min(end, start + LONGEST_TEXT);
    while (position < last && bytes.u8(position) != '"') {
      position++;
    }
    if (position == last) {
      broken = true;
      return "";
    }
    byte[] copy = bytes.copy(start, (int) (position - start));
    position++;
    return new String(copy, StandardCharsets.ISO_8859_1);
  }

  /// The next byte that is no white space, -1 at the end.
  private int octet() {
    while (position < end && JsonExtent.isWhiteSpace(bytes.u8(position))) {
      position++;
    }
    return position < end ? bytes.u8(position) : -1;
  }
}
