package dev.snapseal.tools.report.html;

import java.util.List;
import java.util.OptionalLong;

/// How much of what there was to read was read.
///
/// @param bytes of all inputs
/// @param examined those that were read; `regions` say which
/// @param regions what the bytes are; they add up to `bytes`
/// @param gaps what could not be read, the first of them
/// @param gapCount how many there are, in `gaps` or not
public record Coverage(
    long bytes, long examined, List<Region> regions, List<Gap> gaps, long gapCount) {
  public Coverage {
    regions = List.copyOf(regions);
    gaps = List.copyOf(gaps);
  }

  /// Bytes of one kind.
  public record Region(String label, long bytes, boolean examined, Paint paint) {}

  /// Something that was not read.
  ///
  /// @param where file, page, offset, as far as they are known
  /// @param bytes how much, if that is known
  public record Gap(String where, String why, OptionalLong bytes) {}
}
