package dev.snapseal.tools.keysource;

import dev.snapseal.crypto.bootstrap.ServerToken;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A server token of k3s or RKE2 that lies in an archive, as in a copy of the whole directory
/// `/var/lib/rancher/k3s/server`: whoever has the archive has the keys.
///
/// @param place the archive, `!` and the member
public record PackedToken(String place, ServerToken token) {
  /// Only the whole form is taken: any other text may be a password.
  private static final String WHOLE_FORM = "K10";

  private static final String BEFORE_PASSWORD = "::";

  /// Those in an archive; none in what is no archive.
  ///
  /// @param argument the archive as it was named
  public static List<PackedToken> find(String argument, InputOptions options) throws IOException {
    List<PackedToken> tokens = new ArrayList<>();
    try (BackupInput input =
        BackupInput.openWithOthers(argument, InputStream.nullInputStream(), options)) {
      for (BackupImage member : input.others()) {
        if (member.bytes().byteSize() <= ServerToken.MAX_BYTES) {
          tokens.addAll(of(member));
        }
      }
    }
    return tokens;
  }

  private static List<PackedToken> of(BackupImage member) {
    byte[] content = member.bytes().toArray(ValueLayout.JAVA_BYTE);
    try {
      return isWhole(content)
          ? ServerToken.parse(content).stream()
              .map(token -> new PackedToken(member.displayPath(), token))
              .toList()
          : List.of();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static boolean isWhole(byte[] content) {
    return begins(content, 0, WHOLE_FORM)
        && IntStream.range(0, content.length).anyMatch(at -> begins(content, at, BEFORE_PASSWORD));
  }

  private static boolean begins(byte[] content, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= content.length || content[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "PackedToken[" + place + "]";
  }
}
