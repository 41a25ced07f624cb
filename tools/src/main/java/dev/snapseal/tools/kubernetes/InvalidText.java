package dev.snapseal.tools.kubernetes;

import java.util.Optional;

/// A text that holds bytes which are not UTF-8. The API server stores such text as it comes, and
/// shows U+FFFD for every such byte; so does the tree.
///
/// @param path field, such as `data.motd`; empty if the object is stored as JSON
/// @param invalidBytes how many bytes became U+FFFD, 1 or more
/// @param offset of the text in the stored value, in bytes
/// @param length of the text in bytes
/// @param base64 the text as it is stored; empty if it is not to be shown, or the whole object
public record InvalidText(
    String path, long invalidBytes, long offset, long length, Optional<String> base64) {

  /// The same without the text itself.
  InvalidText withoutContent() {
    return new InvalidText(path, invalidBytes, offset, length, Optional.empty());
  }

  /// Says place and size; the text may be a secret.
  @Override
  public String toString() {
    return "InvalidText[" + path + ", " + length + " bytes]";
  }
}
