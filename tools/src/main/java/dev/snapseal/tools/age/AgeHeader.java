package dev.snapseal.tools.age;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.snapseal.tools.age.AgeException.Reason;

/// What the beginning of a sealed file tells before it is opened: of a sound file that cannot be
/// opened here, nobody should read that it is damaged.
///
/// @see <a href="https://age-encryption.org/v1">age.md</a>
final class AgeHeader {
  /// The library holds a header in a buffer of one chunk.
  static final int MOST_BYTES = 65 << 10;

  static final int READ_BYTES = MOST_BYTES;

  private static final String NAME = "age-encryption.org/";
  private static final String VERSION = NAME + "v1\n";

  /// Before the MAC, which ends a header.
  private static final String END = "\n---";

  private AgeHeader() {}

  /// Refuses a binary file of another version, which may be sound.
  static void refuseOtherVersion(byte[] beginning) throws AgeException {
    String text = new String(beginning, 0, Math.min(beginning.length, 64), ISO_8859_1);
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end + 1);
    if (line.matches(NAME + "v[0-9]{1,9}\n") && !line.equals(VERSION)) {
      throw new AgeException(
          Reason.UNSUPPORTED,
          "it is in another version of age's format: " + line.strip() + ", not " + VERSION.strip());
    }
  }

  /// Whether a binary file's header goes on where the library stops reading it.
  static boolean isTooLong(byte[] beginning) {
    String text = new String(beginning, ISO_8859_1);
    return beginning.length == READ_BYTES && text.startsWith(VERSION) && !hasEnd(text);
  }

  private static boolean hasEnd(String text) {
    int end = text.indexOf(END);
    return end >= 0 && end + "\n--- ".length() + 44 < text.length();
  }
}
