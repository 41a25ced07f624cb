package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.Optional;

/// A Secret in JSON, or a list of them, read around its `kind`: in whatever order its fields stand,
/// inside whatever other object, and inside strings of JSON, such as a line of a log.
///
/// A `SecretList` is what the API server answers; its items do not say their kind.
///
/// @param offset of its opening brace
/// @param isList whether it is a list
/// @param namespace if it says one
/// @param name if it says one
/// @param values that it has and everybody can read
/// @param bytesRead that it took to tell
public record JsonSecret(
    long offset,
    boolean isList,
    Optional<String> namespace,
    Optional<String> name,
    long values,
    long bytesRead) {
  private static final String SECRET = "Secret";
  private static final String LIST = "SecretList";
  private static final int MOST_BACKSLASHES = 7;
  private static final int KIND_BYTES = 4;

  /// `kind` as little-endian number.
  static final long KIND = 0x64_6E_69_6BL;

  /// `Secr` as little-endian number.
  private static final long SECR = 0x72_63_65_53L;

  /// Whether a Secret may say its kind at `offset`; reads a few bytes.
  ///
  /// @param offset of the `k` of `kind`
  /// @param end first byte behind those that may be read
  static boolean mayBeAt(SnapshotBytes bytes, long offset, long end) {
    if (end - offset < KIND_BYTES + SECRET.length() || bytes.u32(offset) != KIND) {
      return false;
    }
    long position = offset + KIND_BYTES;
    long last = Math.min(end - KIND_BYTES, position + 32);
    while (position < last && isBetween(bytes.u8(position))) {
      position++;
    }
    return bytes.u32(position) == SECR;
  }

  private static boolean isBetween(int octet) {
    return octet == '"' || octet == '\\' || octet == ':' || octet == ' ';
  }

  /// Looks at an object around its kind.
  ///
  /// @param kind where the letters of `kind` begin
  /// @param lowest first byte that may be read
  /// @param end first byte behind those
  /// @return what is there; if that is no Secret, or has nothing to read, not [#isReadable]
  public static JsonSecret at(SnapshotBytes bytes, long kind, long lowest, long end) {
    long quote = kind - 1;
    int slashes = 0;
    while (quote - slashes > lowest
        && slashes <= MOST_BACKSLASHES
        && bytes.u8(quote - slashes - 1) == '\\') {
      slashes++;
    }
    int depth = QuotedJson.depthOf(slashes);
    if (quote < lowest || bytes.u8(quote) != '"' || depth < 0 || slashes > MOST_BACKSLASHES) {
      return nothing(kind, slashes);
    }
    QuotedJson before = new QuotedJson(bytes, quote - slashes, end, depth);
    long brace = before.backToBrace(lowest);
    if (brace < 0) {
      return nothing(kind, before.bytesRead());
    }
    Reader reader = new Reader(bytes, new QuotedJson(bytes, brace, end, depth));
    reader.object();
    return reader.result(brace, before.bytesRead());
  }

  private static JsonSecret nothing(long offset, long bytesRead) {
    return new JsonSecret(offset, false, Optional.empty(), Optional.empty(), 0, bytesRead);
  }

  /// Whether it is a Secret of Kubernetes' own and has a value.
  public boolean isReadable() {
    return values > 0;
  }

  /// Such as `Secret`.
  public String kind() {
    return isList ? LIST : SECRET;
  }

  /// Reads the fields that matter; where the JSON ends too early, what was read stands.
  private static final class Reader {
    private final SnapshotBytes bytes;
    private final QuotedJson json;
    private String kind = "";
    private boolean isOther;
    private boolean hasVersion;
    private boolean hasMetadata;
    private long values;
    private long itemValues;
    private Optional<String> name = Optional.empty();
    private Optional<String> namespace = Optional.empty();

    Reader(SnapshotBytes bytes, QuotedJson json) {
      this.bytes = bytes;
      this.json = json;
    }

    /// Takes one member of an object, whose name was read: its value is next.
    private interface Member {
      void read(String name);
    }

    private void members(Member member) {
      if (!json.take('{')) {
        json.skip();
        return;
      }
      while (!json.isBroken() && !json.take('}')) {
        String field = json.shortString();
        if (!json.take(':')) {
          return;
        }
        member.read(field);
        if (!json.take(',') && json.next() != '}') {
          return;
        }
      }
    }

    void object() {
      members(this::field);
    }

    private void field(String field) {
      switch (field) {
        case "kind" -> kind = text();
        case "apiVersion" -> {
          hasVersion = true;
          isOther |= !text().equals("v1");
        }
        case "metadata" -> {
          hasMetadata = true;
          members(this::metadata);
        }
        case "data", "stringData" -> values += values(field);
        case "items" -> items();
        default -> json.skip();
      }
    }

    private String text() {
      if (json.next() == '"') {
        return json.shortString();
      }
      json.skip();
      return "";
    }

    private void metadata(String field) {
      switch (field) {
        case "name" -> name = Optional.of(text()).filter(ProtobufHead::isNameOfObject);
        case "namespace" -> namespace = Optional.of(text()).filter(ProtobufHead::isNameOfObject);
        default -> json.skip();
      }
    }

    private void items() {
      if (!json.take('[')) {
        json.skip();
        return;
      }
      while (!json.isBroken() && !json.take(']')) {
        members(this::item);
        if (!json.take(',') && json.next() != ']') {
          return;
        }
      }
    }

    private void item(String field) {
      switch (field) {
        case "data", "stringData" -> itemValues += values(field);
        default -> json.skip();
      }
    }

    private long values(String section) {
      long[] count = {0};
      members(
          field -> {
            if (json.next() == '"') {
              QuotedJson.Text text = json.string();
              count[0] += isValue(section, text) ? 1 : 0;
            } else {
              json.skip();
            }
          });
      return count[0];
    }

    private boolean isValue(String section, QuotedJson.Text text) {
      return section.equals("data")
          ? SecretValue.isBase64(bytes, text.start(), text.end())
          : SecretValue.isText(bytes, text.start(), text.end());
    }

    JsonSecret result(long offset, long readBefore) {
      boolean isList = kind.equals(LIST);
      boolean isSecret = (isList || kind.equals(SECRET)) && !isOther && (hasVersion || hasMetadata);
      long readable = isList ? itemValues : values;
      return new JsonSecret(
          offset,
          isList,
          namespace,
          isList ? Optional.empty() : name,
          isSecret ? readable : 0,
          readBefore + json.bytesRead());
    }
  }
}
