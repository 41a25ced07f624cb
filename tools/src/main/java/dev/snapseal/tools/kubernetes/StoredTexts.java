package dev.snapseal.tools.kubernetes;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decodes the texts of one value and notes those that are not UTF-8.
final class StoredTexts {
  private static final int MAX_LISTED = 1000;

  private final MemorySegment value;
  private final List<InvalidText> listed = new ArrayList<>();
  private long count;

  /// @param value the whole stored value, from which offsets count
  StoredTexts(MemorySegment value) {
    this.value = value;
  }

  /// The text of a slice of the value, as the API server shows it.
  ///
  /// @param path field
  String decode(MemorySegment bytes, String path) {
    Optional<String> text = Utf8.strictly(bytes);
    return text.isPresent()
        ? text.get()
        : lossy(bytes, path, Optional.of(UnreadFields.base64(bytes)));
  }

  /// The text of a JSON document in the value if it cannot be read as it is stored; empty if it is
  /// UTF-8.
  Optional<String> decodeJson(MemorySegment bytes, String path) {
    return Utf8.strictly(bytes).isPresent()
        ? Optional.empty()
        : Optional.of(lossy(bytes, path, Optional.empty()));
  }

  private String lossy(MemorySegment bytes, String path, Optional<String> base64) {
    Utf8.Lossy lossy = Utf8.lossy(bytes);
    count++;
    if (listed.size() < MAX_LISTED) {
      long offset = bytes.address() - value.address();
      listed.add(new InvalidText(path, lossy.invalidBytes(), offset, bytes.byteSize(), base64));
    }
    return lossy.text();
  }

  List<InvalidText> listed() {
    return listed;
  }

  long count() {
    return count;
  }
}
