package dev.snapseal.tools.export;

import dev.snapseal.tools.input.InputFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an export wrote, and what it did not.
///
/// @param revision main revision whose state was exported
/// @param byKind objects written of each kind, `KIND` or `KIND.GROUP`, in alphabetical order
/// @param generic etcd keys of those of which only the metadata is known; the first thousand
/// @param withUnknownFields etcd keys of those with fields that no release known here has; the
///   first thousand
/// @param leftOut objects that were asked for and are not among the manifests, by the reason
/// @param needs definitions and volumes that exported objects need and that are not among them, as
///   `KIND/NAME`; the first thousand
/// @param failures values that could not be opened or decoded; the first thousand
/// @param failed how many there are in truth
/// @param lackingKey how many of them want a key
/// @param foreign live keys that are no objects of Kubernetes', if nothing was named
/// @param malformed elements of the file that are no records
public record ExportReport(
    InputFacts input,
    long revision,
    Map<String, Long> byKind,
    List<String> generic,
    List<String> withUnknownFields,
    Map<LeftOut, Long> leftOut,
    List<String> needs,
    List<Failure> failures,
    long failed,
    long lackingKey,
    long foreign,
    long malformed) {
  /// Keys and failures listed.
  public static final int MAX_LISTED = 1000;

  public ExportReport {
    byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    generic = List.copyOf(generic);
    withUnknownFields = List.copyOf(withUnknownFields);
    leftOut = Map.copyOf(leftOut);
    needs = List.copyOf(needs);
    failures = List.copyOf(failures);
  }

  /// A value that is not among the manifests.
  ///
  /// @param key etcd key, bytes that are not UTF-8 as `\xNN`
  public record Failure(String key, long revision, String reason) {}

  public long written() {
    return byKind.values().stream().mapToLong(Long::longValue).sum();
  }
}
