package dev.snapseal.tools.report;

/// Numbers for people, written without a formatter: the first one loads the JDK's locales.
public final class Quantity {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Quantity() {}

  /// Bytes in powers of 1000 with at most one decimal, as etcdctl prints them: `2.1 MB`.
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return rounded(value, unit) + " " + UNITS[unit];
  }

  private static String rounded(double value, int unit) {
    if (value >= 9.95 || unit == 0) {
      return Long.toString(Math.round(value));
    }
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10;
  }

  /// A count with thousands set apart: `300,000`.
  public static String count(long count) {
    StringBuilder digits = new StringBuilder(Long.toString(count));
    for (int place = digits.length() - 3; place > (count < 0 ? 1 : 0); place -= 3) {
      digits.insert(place, ',');
    }
    return digits.toString();
  }

  /// `1 value`, `2 values`.
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }
}
