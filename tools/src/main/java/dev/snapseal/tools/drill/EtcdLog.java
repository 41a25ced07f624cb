package dev.snapseal.tools.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an etcd program wrote, as far as it is shown: no more than a few lines, and of a line of
/// JSON only what it says, not what it says it of.
final class EtcdLog {
  private static final int MOST_BYTES = 1 << 16;
  private static final int LINES = 4;
  private static final int LINE_LENGTH = 300;
  private static final Pattern FIELD =
      Pattern.compile("\"(msg|error)\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private EtcdLog() {}

  /// The beginning of a log.
  static String head(Path log) throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      return text(in.readNBytes(MOST_BYTES));
    }
  }

  /// What the last lines say, in one line; empty if there are none.
  static String lastWords(Path log) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line : tail(log).lines().toList()) {
      String words = words(line).strip();
      if (!words.isEmpty() && (said.isEmpty() || !said.getLast().equals(words))) {
        said.add(words);
      }
    }
    return String.join("; ", said.subList(Math.max(0, said.size() - LINES), said.size()));
  }

  private static String tail(Path log) throws IOException {
    try (FileChannel file = FileChannel.open(log)) {
      long from = Math.max(0, file.size() - MOST_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - from));
      while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {
        // More may come.
      }
      return text(java.util.Arrays.copyOf(bytes.array(), bytes.position()));
    }
  }

  /// `msg: error` of a line of JSON; another line as it is. A stack trace says nothing.
  private static String words(String line) {
    if (line.startsWith("\t") || line.startsWith("goroutine ") || line.endsWith(")")) {
      return "";
    }
    if (!line.startsWith("{")) {
      return clipped(line);
    }
    List<String> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(line);
    while (field.find()) {
      fields.add(field.group(2).replace("\\\"", "'"));
    }
    return clipped(String.join(": ", fields));
  }

  private static String clipped(String line) {
    return line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + "...";
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
