package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.EvolvingCluster.Save;
import dev.snapseal.tools.caseindex.EvolvingCluster.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What `exposed` must say of saves, a line for each Secret, by looking at each save by itself.
final class ExpectedExposures {
  /// What whoever asks can read.
  enum Reader {
    WITH_KEYS,
    WITHOUT_KEYS
  }

  private ExpectedExposures() {}

  static List<String> of(List<Save> saves, Reader reader) {
    Map<String, List<Seen>> seen = new TreeMap<>();
    for (int i = 0; i < saves.size(); i++) {
      for (Written record : saves.get(i).records()) {
        if (record.key().contains("/secrets/")) {
          seen.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(new Seen(i + 1, record));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    Save newest = saves.getLast();
    seen.forEach((key, records) -> line(key, records, newest, reader).ifPresent(lines::add));
    return lines;
  }

  private record Seen(int save, Written record) {}

  private static Optional<String> line(
      String key, List<Seen> seen, Save newestSave, Reader reader) {
    List<Seen> plain = seen.stream().filter(one -> one.record().isPlain()).toList();
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    Seen first = plain.getFirst();
    Seen last = plain.getFirst();
    Set<Long> revisions = new HashSet<>();
    Set<String> data = new HashSet<>();
    for (Seen one : plain) {
      if (one.record().revision() < first.record().revision()) {
        first = one;
      }
      if (one.save() > last.save()
          || (one.save() == last.save() && one.record().revision() > last.record().revision())) {
        last = one;
      }
      revisions.add(one.record().revision());
      data.add(one.record().data().orElseThrow());
    }
    Written newest = newest(seen);
    String due =
        newest.isPlain() || reader == Reader.WITH_KEYS
            ? "" + data.contains(newest.data().orElseThrow())
            : "null";
    return Optional.of(
        "%s first %d in %d last %d in %d revisions %d newest %d due %s deleted %s"
            .formatted(
                key,
                first.record().revision(),
                first.save(),
                last.record().revision(),
                last.save(),
                revisions.size(),
                newest.revision(),
                due,
                isDeleted(key, newestSave)));
  }

  private static Written newest(List<Seen> seen) {
    Written newest = null;
    for (Seen one : seen) {
      boolean isPut = one.record().data().isPresent();
      if (isPut && (newest == null || one.record().revision() > newest.revision())) {
        newest = one.record();
      }
    }
    return newest;
  }

  private static boolean isDeleted(String key, Save save) {
    Map<String, Written> newest = new HashMap<>();
    save.records().forEach(record -> newest.put(record.key(), record));
    return newest.get(key) == null || newest.get(key).data().isEmpty();
  }
}
