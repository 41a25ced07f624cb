package dev.snapseal.tools.report.html;

/// Shares of a whole, for lengths in a drawing and for people.
public final class Percent {
  private Percent() {}

  /// Such as `12.345%`, for a drawing.
  public static String length(long part, long whole) {
    long thousandths = whole == 0 ? 0 : Math.round(100_000.0 * part / whole);
    return thousandths / 1000 + "." + Long.toString(1000 + thousandths % 1000).substring(1) + "%";
  }

  /// Such as `12.3 %`, and `< 0.1 %` for what is less but not nothing.
  public static String text(long part, long whole) {
    long tenths = whole == 0 ? 0 : Math.round(1000.0 * part / whole);
    if (tenths == 0 && part > 0) {
      return "< 0.1 %";
    }
    return tenths / 10 + "." + tenths % 10 + " %";
  }
}
