package dev.snapseal.tools.sweep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in a manifest where a Secret's value should: a value, or something in its place.
/// Nothing of it is copied.
final class ManifestValue {
  private static final int GROUP = 4;
  private static final int MOST_PADDING = 2;
  private static final Pattern TAG =
      Pattern.compile("\\A(?:(?:!!(?:binary|str)|&[A-Za-z0-9_-]++) ++)++");
  private static final Pattern BLOCK =
      Pattern.compile(
          "\\A(?:(?:!!(?:binary|str)|&[A-Za-z0-9_-]++) ++)*+[|>][+0-9-]{0,2}(?: ++#.*+)?\\z");

  /// Of a template, of a program that puts the value in later, of documentation, and of SOPS.
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\A(?:\\{\\{|\\{%|\\$\\{|\\$\\(|<|ENC\\[|null\\z|~\\z|\\{\\}\\z|\\.\\.\\.|#)");

  private final ByteText text;
  private final int start;
  private final int end;

  private ManifestValue(ByteText text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  /// Whether the value stands on the lines that follow.
  static boolean isBlock(ByteText text) {
    return BLOCK.matcher(text).find();
  }

  /// What is behind a tag and an anchor, inside quotes and before a comment.
  static ManifestValue of(ByteText text) {
    Matcher tag = TAG.matcher(text);
    int start = behindSlashes(text, tag.find() ? tag.end() : 0);
    if (start < text.length() && (text.charAt(start) == '"' || text.charAt(start) == '\'')) {
      return new ManifestValue(text, start + 1, closingQuote(text, start));
    }
    int end = start;
    while (end < text.length() && !isComment(text, end)) {
      end++;
    }
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    return new ManifestValue(text, start, end);
  }

  /// The last quote like the one at `quote`, or its backslashes; the text's end if it is not closed
  /// there.
  private static int closingQuote(ByteText text, int quote) {
    int end = text.length() - 1;
    while (end > quote && text.charAt(end) != text.charAt(quote)) {
      end--;
    }
    if (end == quote) {
      return text.length();
    }
    while (end > quote + 1 && text.charAt(end - 1) == '\\') {
      end--;
    }
    return end;
  }

  private static int behindSlashes(ByteText text, int from) {
    int position = from;
    while (position < text.length() && text.charAt(position) == '\\') {
      position++;
    }
    return position;
  }

  private static boolean isComment(ByteText text, int position) {
    return text.charAt(position) == '#' && position > 0 && text.charAt(position - 1) == ' ';
  }

  /// Whether it is a value of `data`.
  boolean isBase64() {
    if (!isText()) {
      return false;
    }
    int last = end;
    while (last > start && end - last < MOST_PADDING && text.charAt(last - 1) == '=') {
      last--;
    }
    for (int i = start; i < last; i++) {
      if (!Excerpt.isBase64(text.charAt(i))) {
        return false;
      }
    }
    return last > start && (end - start) % GROUP == 0;
  }

  /// Whether it is a value of `stringData`.
  boolean isText() {
    return end > start && !PLACEHOLDER.matcher(text).region(start, end).find();
  }
}
