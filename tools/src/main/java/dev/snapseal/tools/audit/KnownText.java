package dev.snapseal.tools.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.snapseal.crypto.Provider;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text that stands in the files of every cluster and is no secret: etcd keys, prefixes of
/// encrypted values, and what etcd itself writes of its members and settings.
///
/// Each question is settled by a bounded look from one place.
///
/// @see <a
///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/etcdserver/api/membership/member.go">etcd
///   member.go</a>, and <a
///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/storage/schema/confstate.go">confstate.go</a>
final class KnownText {
  private static final int LONGEST_KEY = 1024;
  private static final int LONGEST_PREFIX = 512;
  private static final int LONGEST_CUT_PREFIX = 64;
  private static final int LONGEST_JSON = 1024;

  /// Fewer bytes in a row are no text to [TextSum].
  private static final int SHORTEST_TEXT = 32;

  /// Bytes of a version and the colon behind it, such as `v1:`.
  private static final int VERSION_BYTES = 3;

  /// From the `_` of a tombstone's key to its mark.
  private static final int SEPARATOR_TO_MARK = 9;

  private static final int SEPARATOR_AT = 8;
  private static final int KEY_TAG = 0x0A;
  private static final int CREATE_REVISION_TAG = 0x10;
  private static final int MOD_REVISION_TAG = 0x18;
  private static final int VERSION_TAG = 0x20;
  private static final int LONGEST_VARINT = 10;

  private static final List<byte[]> KEY_BEGINNINGS =
      List.of(ascii("/registry/"), ascii("/kubernetes.io/"), ascii("/openshift.io/"));
  private static final byte[] ENCRYPTED = ascii("k8s:enc:");

  /// Keys of bucket `meta` and `cluster`.
  private static final List<byte[]> SETTINGS =
      List.of(
          ascii("consistent_index"),
          ascii("clusterVersion"),
          ascii("finishedCompactRev"),
          ascii("scheduledCompactRev"),
          ascii("storageVersion"));

  private static final String LIST = "\\[(?:\"[^\"\\\\]*\",?)*+\\]";
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\{\"id\":\\d{1,20},\"peerURLs\":%s(?:,\"isLearner\":true)?(?:,\"name\":\"[^\"\\\\]*\")?(?:,\"clientURLs\":%s)?\\}"
              .formatted(LIST, LIST));
  private static final Pattern CONF_STATE =
      Pattern.compile("\\{(?:\"[a-z_]{1,20}\":\\[[\\d,]*\\],)*+\"auto_leave\":(?:true|false)\\}");
  private static final byte[] MEMBER_BEGINNING = ascii("{\"id\":");
  private static final byte[] CONF_STATE_BEGINNING = ascii("{\"voters\":");

  private final SnapshotBytes bytes;
  private final long start;
  private final long end;

  /// @param start first byte that may be looked at
  /// @param end first byte behind those
  KnownText(SnapshotBytes bytes, long start, long end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /// First byte behind the known text at `offset`; `offset` itself if there is none.
  long end(long offset) {
    return switch (bytes.u8(offset)) {
      case '/' ->
          KEY_BEGINNINGS.stream().anyMatch(b -> begins(offset, b)) ? keyEnd(offset) : offset;
      case 'k' -> begins(offset, ENCRYPTED) ? prefixEnd(offset) : offset;
      case 'c', 'f', 's' -> settingEnd(offset);
      case '{' -> jsonEnd(offset);
      default -> offset;
    };
  }

  /// First byte behind the tombstone whose mark is at `offset`; `offset` itself if there is none.
  long tombstoneEnd(long offset) {
    long separator = offset - SEPARATOR_TO_MARK;
    if (separator - SEPARATOR_AT < start
        || offset + 2 >= end
        || bytes.u8(offset) != 't'
        || bytes.u8(offset + 1) != KEY_TAG
        || bytes.u8(separator) != '_'
        || bytes.u8(separator - SEPARATOR_AT) != 0
        || bytes.u8(separator + 1) != 0) {
      return offset;
    }
    long length = bytes.u8(offset + 2);
    long key = offset + 3;
    if (length >= 0x80 && key < end) {
      length = (length & 0x7F) | ((long) bytes.u8(key++) << 7);
    }
    return length <= Math.min(LONGEST_KEY, end - key) ? key + length : offset;
  }

  /// Where a record begins whose mark of a tombstone is at `mark`.
  static long recordOf(long mark) {
    return mark - SEPARATOR_TO_MARK - SEPARATOR_AT;
  }

  /// First byte behind the rest of a key that was cut: it ends at the numbers that follow the key
  /// in every put. `offset` itself if no such rest stands there.
  long cutKeyEnd(long offset) {
    long position = keyEnd(offset);
    for (int tag : new int[] {CREATE_REVISION_TAG, MOD_REVISION_TAG, VERSION_TAG}) {
      if (position >= end || bytes.u8(position) != tag) {
        return offset;
      }
      position = varintEnd(position + 1);
    }
    return position;
  }

  private long varintEnd(long offset) {
    long position = offset;
    long last = Math.min(end, offset + LONGEST_VARINT);
    while (position < last && bytes.u8(position) >= 0x80) {
      position++;
    }
    return position + 1;
  }

  private long keyEnd(long offset) {
    long position = offset;
    long last = Math.min(end, offset + LONGEST_KEY);
    while (position < last && isOfKey(bytes.u8(position))) {
      position++;
    }
    return position;
  }

  private static boolean isOfKey(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '-' && octet <= ':')
        || octet == '_'
        || octet == '%'
        || octet == '@';
  }

  /// First byte behind the rest of an encrypted value's prefix that was cut: it ends at a colon,
  /// and has the version and what is left of the provider before it, or is shorter than what counts
  /// as text. `offset` itself if no such rest stands there.
  long cutPrefixEnd(long offset) {
    long behind = lastColon(offset, Math.min(keyEnd(offset), offset + LONGEST_CUT_PREFIX));
    return behind - offset < SHORTEST_TEXT || isOfPrefix(offset, behind) ? behind : offset;
  }

  /// Whether it begins with the last bytes of what stands before the name of a key, the version
  /// among them.
  private boolean isOfPrefix(long offset, long end) {
    String text = new String(bytes.copy(offset, (int) (end - offset)), ISO_8859_1);
    for (Provider provider : Provider.values()) {
      String marker = provider.marker();
      for (int cut = 0; cut <= marker.length() - VERSION_BYTES; cut++) {
        if (text.startsWith(marker.substring(cut))) {
          return true;
        }
      }
    }
    return false;
  }

  /// The provider's name and version, then the key's name, which may hold colons.
  private long prefixEnd(long offset) {
    return lastColon(offset, Math.min(keyEnd(offset), offset + LONGEST_PREFIX));
  }

  private long lastColon(long offset, long end) {
    long position = end;
    while (position > offset && bytes.u8(position - 1) != ':') {
      position--;
    }
    return position;
  }

  private long settingEnd(long offset) {
    return SETTINGS.stream()
        .filter(setting -> begins(offset, setting))
        .mapToLong(setting -> offset + setting.length)
        .findFirst()
        .orElse(offset);
  }

  private long jsonEnd(long offset) {
    boolean isMember = begins(offset, MEMBER_BEGINNING);
    if (!isMember && !begins(offset, CONF_STATE_BEGINNING)) {
      return offset;
    }
    byte[] copy = bytes.copy(offset, (int) Math.min(LONGEST_JSON, end - offset));
    Matcher json = (isMember ? MEMBER : CONF_STATE).matcher(new String(copy, ISO_8859_1));
    return json.lookingAt() ? offset + json.end() : offset;
  }

  private boolean begins(long offset, byte[] expected) {
    return expected.length <= end - offset && bytes.matches(offset, expected.length, expected);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
