package dev.snapseal.tools.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Contrast as WCAG 2.2 defines it, of the colours that the style really has.
final class PageColoursTest {
  private static final Pattern COLOUR = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6});");

  enum Theme {
    LIGHT,
    DARK
  }

  /// Success criterion 1.4.3: text.
  @ParameterizedTest
  @EnumSource
  void textIsReadable(Theme theme) {
    Map<String, String> colours = colours(theme);
    for (String tone : List.of("alarm", "caution", "good", "neutral")) {
      check(colours, tone, "page", 4.5);
      check(colours, tone, tone + "-tint", 4.5);
      check(colours, "ink", tone + "-tint", 4.5);
    }
    check(colours, "ink", "page", 7);
    check(colours, "ink", "panel", 7);
    check(colours, "soft", "page", 4.5);
    check(colours, "soft", "panel", 4.5);
  }

  /// Success criterion 1.4.11: what one must see of a drawing.
  @ParameterizedTest
  @EnumSource
  void drawingsCanBeSeen(Theme theme) {
    Map<String, String> colours = colours(theme);
    for (String paint :
        List.of(
            "readable",
            "unopened",
            "unread",
            "text",
            "stale",
            "encrypted",
            "structure",
            "key-2",
            "key-3",
            "key-4",
            "key-5",
            "focus")) {
      check(colours, paint, "page", 3);
    }
    check(colours, "readable", "readable-2", 2);
    check(colours, "encrypted", "encrypted-2", 2);
  }

  private static Map<String, String> colours(Theme theme) {
    String style = Reports.parsed(Reports.saying("plain")).select("style").first().data();
    int dark = style.indexOf("@media screen and (prefers-color-scheme: dark)");
    int end = style.indexOf("* { box-sizing");
    assertTrue(dark > 0 && end > dark, "the style has another order");
    Map<String, String> colours = read(style.substring(0, dark));
    if (theme == Theme.DARK) {
      Map<String, String> others = read(style.substring(dark, end));
      assertEquals(colours.keySet(), others.keySet());
      colours = others;
    }
    return colours;
  }

  private static Map<String, String> read(String style) {
    Map<String, String> colours = new HashMap<>();
    Matcher colour = COLOUR.matcher(style);
    while (colour.find()) {
      colours.put(colour.group(1), colour.group(2));
    }
    return colours;
  }

  private static void check(Map<String, String> colours, String one, String other, double least) {
    double a = luminance(colours.get(one));
    double b = luminance(colours.get(other));
    double contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    assertTrue(contrast >= least, "%s on %s: %.2f".formatted(one, other, contrast));
  }

  private static double luminance(String hex) {
    int rgb = Integer.parseInt(hex, 16);
    return 0.2126 * linear(rgb >> 16)
        + 0.7152 * linear(rgb >> 8 & 255)
        + 0.0722 * linear(rgb & 255);
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
