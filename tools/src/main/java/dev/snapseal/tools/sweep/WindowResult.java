package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.page.PageType;
import dev.snapseal.tools.audit.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a window holds. Offsets are those of the file.
final class WindowResult {
  /// So that made-up key names do not fill the heap.
  private static final int MAX_PREFIXES = 1000;

  /// One record goes on in the next window; of crafted ones in one another, some more.
  private static final int MAX_OVERHANGS = 100;

  /// Reported one by one.
  static final int MAX_UNOPENED = 100;

  /// So that a window made of nothing but hits does not fill the heap either.
  private static final int KEPT_PER_DETECTOR = 2000;

  final List<Hit> hits = new ArrayList<>();
  final Map<Detector, Map<Scope, Long>> unkept = new EnumMap<>(Detector.class);

  /// Of those that are not kept, how many lie in values that are counted.
  final Map<Detector, Long> unkeptParts = new EnumMap<>(Detector.class);

  private final Map<Detector, Integer> kept = new EnumMap<>(Detector.class);
  final Map<EncryptionPrefix, Long> encrypted = new HashMap<>();
  final KeysBeside keysBeside = new KeysBeside();
  final Map<PageType, Long> pages = new EnumMap<>(PageType.class);
  long records;
  long requests;
  long plainValues;
  long zeroBytes;

  /// Where the next window begins.
  long end;

  long refused;

  /// Compressed streams that hold nothing known.
  long packed;

  /// Those that may hold a backup, as far as they are kept.
  final List<PackedStreams.Stream> unopened = new ArrayList<>();

  /// How many more there are.
  long moreUnopened;

  /// Records of a log that may hold more than values that are known.
  long unaccounted;

  /// Values that begin with `k8s:enc:` and with no prefix that an API server writes.
  long malformed;

  /// What goes on in the next window.
  final List<Overhang> overhangs = new ArrayList<>();

  void addUnopened(PackedStreams.Stream stream) {
    if (unopened.size() < MAX_UNOPENED) {
      unopened.add(stream);
    } else {
      moreUnopened++;
    }
  }

  void addOverhang(Overhang overhang) {
    if (overhangs.size() < MAX_OVERHANGS) {
      overhangs.add(overhang);
    }
  }

  void add(Hit hit) {
    if (kept.merge(hit.detector(), 1, Integer::sum) <= KEPT_PER_DETECTOR) {
      hits.add(hit);
    } else {
      unkept
          .computeIfAbsent(hit.detector(), d -> new EnumMap<>(Scope.class))
          .merge(hit.scope(), 1L, Long::sum);
      if (hit.isPart()) {
        unkeptParts.merge(hit.detector(), 1L, Long::sum);
      }
    }
  }

  /// The prefix under which to count, one for all that are too many.
  static EncryptionPrefix bounded(Map<EncryptionPrefix, Long> known, EncryptionPrefix prefix) {
    return known.size() < MAX_PREFIXES || known.containsKey(prefix)
        ? prefix
        : new EncryptionPrefix(prefix.provider(), "(other names)");
  }
}
