package dev.snapseal.tools.export;

import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.export.ExportReport.Failure;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.report.SafeText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts for an [ExportReport]. Used by one thread at a time.
final class ExportTally {
  private final Map<String, Long> byKind = new TreeMap<>();
  private final List<String> generic = new ArrayList<>();
  private final List<String> withUnknownFields = new ArrayList<>();
  private final List<String> unserved = new ArrayList<>();
  private final List<String> withFinalizers = new ArrayList<>();
  private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
  private final List<Failure> failures = new ArrayList<>();
  private final MissingPrerequisites prerequisites = new MissingPrerequisites();
  private long failed;
  private long lackingKey;

  void written(RevisionRecord record, Optional<ObjectKey> key, ManifestFacts manifest) {
    key.ifPresent(object -> prerequisites.note(object, manifest));
    byKind.merge(manifest.kind(), 1L, Long::sum);
    if (manifest.known() == ManifestFacts.Known.METADATA) {
      list(generic, record);
    }
    if (manifest.unknownFields() > 0) {
      list(withUnknownFields, record);
    }
    if (!manifest.isServed()) {
      list(unserved, record);
    }
    if (manifest.hasFinalizers()) {
      list(withFinalizers, record);
    }
  }

  private static void list(List<String> keys, RevisionRecord record) {
    if (keys.size() < ExportReport.MAX_LISTED) {
      keys.add(SafeText.etcdKey(record.key()));
    }
  }

  void leftOut(LeftOut reason) {
    leftOut.merge(reason, 1L, Long::sum);
  }

  void lacksKey(RevisionRecord record, String reason) {
    lackingKey++;
    failed(record, reason);
  }

  void failed(RevisionRecord record, String reason) {
    failed++;
    if (failures.size() < ExportReport.MAX_LISTED) {
      failures.add(new Failure(SafeText.etcdKey(record.key()), record.revision().main(), reason));
    }
  }

  ExportReport report(InputFacts input, long revision, SelectedKeys selected, long malformed) {
    List<String> missing = prerequisites.missing();
    return new ExportReport(
        input,
        revision,
        byKind,
        new ExportReport.Marked(generic, withUnknownFields, unserved, withFinalizers),
        leftOut,
        selected.unmet(),
        new ExportReport.Needs(
            missing.stream().filter(selected::holds).toList(),
            missing.stream().filter(object -> !selected.holds(object)).toList(),
            prerequisites.areDefinitionsAmongThem()),
        failures,
        failed,
        lackingKey,
        selected.foreign(),
        malformed);
  }
}
