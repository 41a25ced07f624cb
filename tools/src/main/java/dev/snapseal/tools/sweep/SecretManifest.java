package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.report.Quantity;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One object in YAML around its `kind`, read line by line: indentation says which lines are its
/// own. Not a YAML parser: what people and programs write manifests with is known, and all else is
/// left.
///
/// @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/">Kubernetes: Secrets</a>
final class SecretManifest {
  /// Bytes that are read in each direction at most. The API server takes a MiB of data, which is a
  /// third longer in base64, and `kubectl` writes it before the kind. The byte before the first of
  /// them is there as well, if any is.
  static final int MOST_BYTES = FileWindows.LEAD_BYTES - 1;

  /// Behind a list's dash; quoted by JSON inside a string.
  private static final Pattern KEY =
      Pattern.compile(
          "\\A( *+(?:- )?+ *+)\\\\*+([\"']?+)([A-Za-z0-9_./-]{1,253}+)\\\\*+\\2:(?= |\\z)");

  private static final Pattern LIST_ITEM = Pattern.compile("\\A *+- ");
  private static final Pattern ONE_VERSION =
      Pattern.compile("\\A\\\\*+[\"']?+v1\\\\*+[\"']?+(?: .*+)?+\\z");
  private static final Pattern KIND =
      Pattern.compile(
          "\\A[\"']?+kind[\"']?+: \\\\*+[\"']?+Secret\\\\*+[\"']?+(?: ++(?:#.*+)?)?\\z");
  private static final Pattern FLOW =
      Pattern.compile(
          "\\A\\{ *+\\\\*+[\"']?+[A-Za-z0-9_.-]++\\\\*+[\"']?+: *+(\\\\*+[\"']?+[^\\s,{}]++)");
  private static final Pattern OBJECT_NAME =
      Pattern.compile("\\A\\\\*+[\"']?+([a-z0-9][a-z0-9.-]{0,252}+)\\\\*+[\"']?+(?: .*+)?+\\z");

  private final SnapshotBytes bytes;
  private final TextLines lines;
  private final TextLines.Line kindLine;
  private final int column;
  private final Effort effort;
  private TextLines.Line first;
  private String section = "";
  private int childColumn;
  private boolean isBlockValue;
  private boolean isOther;
  private boolean hasVersion;
  private boolean hasMetadata;
  private long values;
  private Optional<String> name = Optional.empty();
  private Optional<String> namespace = Optional.empty();

  private SecretManifest(
      SnapshotBytes bytes, TextLines lines, TextLines.Line kindLine, int column, Effort effort) {
    this.bytes = bytes;
    this.lines = lines;
    this.kindLine = kindLine;
    this.first = kindLine;
    this.column = column;
    this.effort = effort;
  }

  /// The object whose kind is at `offset`, or what else stands there: then it is not readable.
  ///
  /// @param most bytes to read in each direction, up to [#MOST_BYTES]
  /// @param effort charged with what is read
  static SecretManifest at(SnapshotBytes bytes, long offset, int most, Effort effort) {
    long lowest = Math.max(0, offset - most);
    long start = offset;
    while (start > lowest && isIndentation(bytes.u8(start - 1))) {
      start--;
    }
    effort.charge(offset - start);
    TextLines.Ends ends = endsAt(bytes, start);
    TextLines lines =
        new TextLines(bytes, lowest, Math.min(bytes.length(), offset + most), ends, effort);
    TextLines.Line none = new TextLines.Line(start, start, -1);
    TextLines.Line line = lines.isStart(start) ? lines.at(start) : none;
    SecretManifest manifest =
        new SecretManifest(bytes, lines, line, (int) (offset - start), effort);
    Matcher key = KEY.matcher(manifest.text(line));
    if (key.find()
        && start + key.end(1) == offset
        && KIND.matcher(manifest.text(offset, line.end())).find()) {
      manifest.findFirst();
      manifest.read();
    }
    return manifest;
  }

  /// Inside a string in JSON a line begins behind an escaped line feed, or the string's quotes.
  private static TextLines.Ends endsAt(SnapshotBytes bytes, long start) {
    int before = start > 0 ? bytes.u8(start - 1) : '\n';
    return before == 'n' || before == '"' ? TextLines.Ends.ESCAPED : TextLines.Ends.PLAIN;
  }

  private static boolean isIndentation(int octet) {
    return octet == ' ' || octet == '-';
  }

  private ByteText text(long start, long end) {
    return new ByteText(bytes, start, (int) (end - start), effort);
  }

  private ByteText text(TextLines.Line line) {
    return text(line.start(), line.end());
  }

  /// Goes back to the object's first line. Each line is looked at once: the kind may stand behind
  /// any number of blanks.
  private void findFirst() {
    TextLines.Line line = kindLine;
    boolean isItem = isItem(kindLine);
    while (!isItem) {
      Optional<TextLines.Line> before = lines.before(line.start());
      if (before.isEmpty()) {
        return;
      }
      line = before.get();
      if (isBlank(line) || columnOf(line) > column) {
        continue;
      }
      Matcher key = KEY.matcher(text(line));
      if (!key.find() || key.end(1) != column || key.group(3).equals("kind")) {
        return;
      }
      first = line;
      isItem = isItem(line);
    }
  }

  private boolean isItem(TextLines.Line line) {
    return LIST_ITEM.matcher(text(line)).find();
  }

  /// Reads all of its lines.
  private void read() {
    TextLines.Line line = first;
    while (isOwn(line)) {
      if (!isBlank(line)) {
        line(line);
      }
      if (line.next() < 0) {
        return;
      }
      line = lines.at(line.next());
    }
  }

  private boolean isOwn(TextLines.Line line) {
    if (line.start() == first.start() || isBlank(line) || columnOf(line) > column) {
      return true;
    }
    Matcher key = KEY.matcher(text(line));
    return columnOf(line) == column
        && key.find()
        && key.end(1) == column
        && (!key.group(3).equals("kind") || line.start() == kindLine.start());
  }

  /// Of an item's first line, that of its dash.
  private int columnOf(TextLines.Line line) {
    int length = (int) (line.end() - line.start());
    int blanks = 0;
    while (blanks < length && bytes.u8(line.start() + blanks) == ' ') {
      blanks++;
    }
    effort.charge(blanks);
    return blanks;
  }

  /// Whether it is empty, or a comment.
  private boolean isBlank(TextLines.Line line) {
    long position = line.start() + columnOf(line);
    return position >= line.end() || bytes.u8(position) == '#';
  }

  private void line(TextLines.Line line) {
    Matcher key = KEY.matcher(text(line));
    boolean isKey = key.find();
    if (isKey && key.end(1) == column) {
      section = key.group(3);
      childColumn = 0;
      isBlockValue = false;
      field(behind(line, key.end()));
      return;
    }
    int indentation = columnOf(line);
    if (childColumn == 0) {
      childColumn = indentation;
    }
    switch (section) {
      case "data", "stringData" -> {
        if (indentation > childColumn) {
          continuation(line);
        } else if (isKey) {
          value(behind(line, key.end()));
        }
      }
      case "metadata" -> {
        if (isKey && indentation == childColumn) {
          metadata(key.group(3), behind(line, key.end()));
        }
      }
      default -> {
        // Nothing in it matters.
      }
    }
  }

  /// What stands behind a key and its colon, without blanks around it.
  private ByteText behind(TextLines.Line line, int keyEnd) {
    long start = line.start() + keyEnd;
    long end = line.end();
    while (start < end && bytes.u8(start) == ' ') {
      start++;
    }
    while (end > start && bytes.u8(end - 1) == ' ') {
      end--;
    }
    return text(start, end);
  }

  private void field(ByteText text) {
    switch (section) {
      case "apiVersion" -> {
        hasVersion = true;
        isOther |= !ONE_VERSION.matcher(text).find();
      }
      case "metadata" -> hasMetadata = true;
      case "data", "stringData" -> {
        Matcher flow = FLOW.matcher(text);
        if (flow.find()) {
          value(text.subSequence(flow.start(1), flow.end(1)));
        }
      }
      default -> {
        // Nothing in it matters.
      }
    }
  }

  private void metadata(String key, ByteText text) {
    Matcher value = OBJECT_NAME.matcher(text);
    if (key.equals("name") && value.find()) {
      name = Optional.of(value.group(1));
    } else if (key.equals("namespace") && value.find()) {
      namespace = Optional.of(value.group(1));
    }
  }

  private void value(ByteText text) {
    isBlockValue = ManifestValue.isBlock(text);
    if (!isBlockValue && isValue(text)) {
      values++;
    }
  }

  /// The first line of a block is enough.
  private void continuation(TextLines.Line line) {
    if (isBlockValue) {
      isBlockValue = false;
      if (isValue(behind(line, 0))) {
        values++;
      }
    }
  }

  private boolean isValue(ByteText text) {
    ManifestValue value = ManifestValue.of(text);
    return section.equals("data") ? value.isBase64() : value.isText();
  }

  /// Whether it is a Secret of Kubernetes' own and has a value that everybody can read.
  boolean isReadable() {
    return values > 0 && !isOther && (hasVersion || hasMetadata);
  }

  /// Where its first field begins.
  long offset() {
    Matcher key = KEY.matcher(text(first));
    return key.find() ? first.start() + key.end(1) : first.start();
  }

  Optional<String> objectName() {
    return name;
  }

  Optional<String> namespace() {
    return namespace;
  }

  String preview() {
    return "a Secret in YAML with " + Quantity.count(values, "value");
  }
}
