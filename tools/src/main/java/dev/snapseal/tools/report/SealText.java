package dev.snapseal.tools.report;

import dev.snapseal.tools.age.Opening;
import dev.snapseal.tools.age.Sealing;
import java.io.PrintWriter;

/// What `seal` and `open` made, for people.
public final class SealText {
  private SealText() {}

  /// Writes what was sealed.
  ///
  /// @param path of the sealed file
  /// @param recipients how many can open it
  public static void write(PrintWriter out, String path, int recipients, Sealing.Sealed sealed) {
    wrote(out, path, sealed.sizeBytes());
    out.println("sha256    " + sealed.sha256());
    out.println(
        "sealed    %s bytes, for %s"
            .formatted(
                Quantity.count(sealed.plaintextBytes()), Quantity.count(recipients, "recipient")));
    out.println("verified  opened again and compared, byte for byte");
    out.flush();
  }

  /// Writes what came out of a sealed file.
  ///
  /// @param path of the new file
  public static void writeOpened(PrintWriter out, String path, Opening.Opened opened) {
    wrote(out, path, opened.sizeBytes());
    out.println("sha256    " + opened.sha256());
    out.println("opened    every part is authentic, the last one included");
    out.flush();
  }

  private static void wrote(PrintWriter out, String path, long bytes) {
    out.println("wrote     %s: %s bytes".formatted(SafeText.output(path), Quantity.count(bytes)));
  }
}
