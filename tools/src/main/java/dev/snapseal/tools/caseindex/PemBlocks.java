package dev.snapseal.tools.caseindex;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds PEM blocks in text, with line ends or with the `\n` that stands for one in JSON.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-3">RFC 7468, section 3</a>
final class PemBlocks {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /// Such as `Proc-Type: 4,ENCRYPTED`, in front of an encrypted key.
  private static final Pattern HEADER = Pattern.compile("(?m)^[A-Za-z-]++: .*+$");

  private static final Pattern BREAK = Pattern.compile("\\\\[nr]|\\s++");

  private PemBlocks() {}

  /// A block.
  ///
  /// @param start of its first dash
  /// @param end behind its last dash
  record Block(String label, String body, int start, int end) {
    boolean isPublic() {
      return label.endsWith("CERTIFICATE") || label.endsWith("PUBLIC KEY");
    }

    /// What the block holds: of a private key what makes it the same, of others their bytes; empty
    /// if it is no base64.
    Optional<byte[]> content() {
      String base64 = BREAK.matcher(HEADER.matcher(body).replaceAll("")).replaceAll("");
      try {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return Optional.of(PrivateKeyNumbers.of(bytes).orElse(bytes));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  /// Those that are whole, in their order.
  static List<Block> of(String text) {
    List<Block> blocks = new ArrayList<>();
    int start = text.indexOf(BEGIN);
    while (start >= 0) {
      Optional<Block> block = at(text, start);
      block.ifPresent(blocks::add);
      start = text.indexOf(BEGIN, block.map(Block::end).orElse(start + BEGIN.length()));
    }
    return blocks;
  }

  /// The next dashes must be those of its end: no part of the text is looked through twice.
  private static Optional<Block> at(String text, int start) {
    int behindLabel = text.indexOf(DASHES, start + BEGIN.length());
    if (behindLabel < 0) {
      return Optional.empty();
    }
    String label = text.substring(start + BEGIN.length(), behindLabel);
    int body = behindLabel + DASHES.length();
    int end = text.indexOf(DASHES, body);
    String last = END + label + DASHES;
    return end >= 0 && text.startsWith(last, end)
        ? Optional.of(new Block(label, text.substring(body, end), start, end + last.length()))
        : Optional.empty();
  }
}
