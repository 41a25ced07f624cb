package dev.snapseal.tools.report;

import java.util.Locale;

/// Numbers for people.
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
    String format = value < 9.95 && unit > 0 ? "%.1f %s" : "%.0f %s";
    return format.formatted(value, UNITS[unit]).replace(',', '.');
  }

  /// A count with thousands set apart: `300,000`.
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// `1 value`, `2 values`.
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }
}
