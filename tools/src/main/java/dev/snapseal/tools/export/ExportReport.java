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
/// @param leftOut objects that were asked for and are not among the manifests, by the reason
/// @param none kinds that were asked for and of which there is no object, as they were given
/// @param failures values that could not be opened or decoded; the first thousand
/// @param failed how many there are in truth
/// @param lackingKey how many of them want a key
/// @param foreign live keys that are no objects of Kubernetes', if nothing was named
/// @param malformed elements of the file that are no records
public record ExportReport(
    InputFacts input,
    long revision,
    Map<String, Long> byKind,
    Marked marked,
    Map<LeftOut, Long> leftOut,
    List<String> none,
    Needs needs,
    List<Failure> failures,
    long failed,
    long lackingKey,
    long foreign,
    long malformed) {
  /// Keys and failures listed.
  public static final int MAX_LISTED = 1000;

  public ExportReport {
    byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    none = List.copyOf(none);
    leftOut = Map.copyOf(leftOut);
    failures = List.copyOf(failures);
  }

  /// What is to be known of some manifests; etcd keys, the first thousand each.
  ///
  /// @param generic of which only the metadata is known
  /// @param withUnknownFields with fields that no release known here has, or texts that are not
  ///   UTF-8
  /// @param unserved in a version that no API server takes any more
  /// @param withFinalizers which their controllers must take away before they can be deleted
  public record Marked(
      List<String> generic,
      List<String> withUnknownFields,
      List<String> unserved,
      List<String> withFinalizers) {
    public Marked {
      generic = List.copyOf(generic);
      withUnknownFields = List.copyOf(withUnknownFields);
      unserved = List.copyOf(unserved);
      withFinalizers = List.copyOf(withFinalizers);
    }
  }

  /// Definitions, volumes and Namespaces that exported objects need and that are not among them, as
  /// `KIND/NAME`; the first thousand.
  ///
  /// @param inBackup which the backup has
  /// @param absent which it has not
  /// @param definitionsFirst whether definitions are among the manifests and must be established
  ///   before custom resources among them
  public record Needs(List<String> inBackup, List<String> absent, boolean definitionsFirst) {
    public Needs {
      inBackup = List.copyOf(inBackup);
      absent = List.copyOf(absent);
    }
  }

  /// A value that is not among the manifests.
  ///
  /// @param key etcd key, bytes that are not UTF-8 as `\xNN`
  public record Failure(String key, long revision, String reason) {}

  public long written() {
    return byKind.values().stream().mapToLong(Long::longValue).sum();
  }
}
