package dev.snapseal.tools.export;

import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import dev.snapseal.tools.state.LiveRecords;
import dev.snapseal.tools.values.ValueOpener;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the objects of a backup, as they were at one revision, in the order in which `kubectl
/// apply` can take them. One object is in memory at a time.
public final class BackupExport {
  private final ExportOptions options;
  private final ManifestSink sink;
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final ExportTally tally = new ExportTally();

  private BackupExport(ExportOptions options, ManifestSink sink) {
    this.options = options;
    this.sink = sink;
  }

  /// Which fields of an object are written.
  public enum Fields {
    /// Those that another cluster takes.
    MANIFEST,
    /// All, as the API server shows them.
    ALL
  }

  /// What is exported.
  ///
  /// @param revision main revision whose state it is; empty: the newest
  public record ExportOptions(ExportSelection selection, OptionalLong revision, Fields fields) {}

  /// Where manifests go, once it is certain that there are some.
  @FunctionalInterface
  public interface SinkOpener {
    ManifestSink open() throws IOException;
  }

  /// Exports a backup.
  ///
  /// Values that cannot be opened or decoded are passed over and listed.
  ///
  /// @param ring stays the caller's
  /// @param sinks asked once, after the selection was found not to be empty
  /// @param progress told the bytes worked on since it was last told, of twice the file's
  /// @throws NothingSelectedException if something that was named is not there
  public static ExportReport run(
      BackupImage image,
      ExportOptions options,
      Optional<KeyRing> ring,
      SinkOpener sinks,
      LongConsumer progress)
      throws IOException {
    BackgroundDigest digest = BackgroundDigest.start(image, progress);
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes());
        ValueOpener opener = new ValueOpener(ring)) {
      SelectedKeys selected = new SelectedKeys(options.selection());
      LiveRecords live = LiveRecords.read(snapshot, options.revision(), selected::rank, progress);
      selected.refuseUnmet(snapshot.file(), live.revision());
      BackupExport export = new BackupExport(options, sinks.open());
      for (int i = 0; i < live.count(); i++) {
        export.record(live.get(i), opener);
      }
      return export.tally.report(
          InputFacts.of(image, digest.join()),
          live.revision(),
          selected.foreign(),
          live.malformed());
    } finally {
      digest.join();
    }
  }

  private void record(RevisionRecord record, ValueOpener opener) throws IOException {
    DecodedObject decoded;
    try {
      decoded = ObjectDecoder.decode(opener.open(record), record.revision().main());
    } catch (ValueDecryptionException e) {
      if (e.lacksKey()) {
        tally.lacksKey(record, e.detail());
      } else {
        tally.failed(record, e.detail());
      }
      return;
    } catch (ObjectDecodingException e) {
      tally.failed(record, e.getMessage());
      return;
    }
    Optional<ObjectKey> key = key(record);
    if (!isSelected(decoded, key)) {
      return;
    }
    Optional<LeftOut> reason = leftOut(decoded, key);
    if (reason.isPresent()) {
      tally.leftOut(reason.get());
      return;
    }
    ObjectNode tree =
        options.fields() == Fields.ALL ? decoded.tree() : ApplyView.of(decoded.tree());
    Manifest manifest = new Manifest(decoded, tree);
    sink.write(manifest);
    tally.written(record, key, manifest);
  }

  private Optional<ObjectKey> key(RevisionRecord record) {
    return keys.read(record.key()) instanceof ObjectKey object
        ? Optional.of(object)
        : Optional.empty();
  }

  /// What the key did not decide. An object whose key no table explains says itself where it is.
  private boolean isSelected(DecodedObject decoded, Optional<ObjectKey> key) {
    ExportSelection selection = options.selection();
    boolean isPlaced =
        key.isPresent()
            || selection.namespaces().isEmpty()
            || decoded
                .text("metadata", "namespace")
                .filter(selection.namespaces()::contains)
                .isPresent();
    return isPlaced && selection.labels().matches(labels(decoded.tree()));
  }

  private Optional<LeftOut> leftOut(DecodedObject decoded, Optional<ObjectKey> key) {
    if (decoded.text("metadata", "name").filter(name -> !name.isEmpty()).isEmpty()) {
      return Optional.of(LeftOut.INTERNAL);
    }
    boolean isWanted =
        options.selection().extent() == ExportSelection.Extent.ALL
            || key.filter(options.selection()::names).isPresent();
    return isWanted ? Optional.empty() : ClusterMade.of(decoded.tree());
  }

  private static Map<String, String> labels(ObjectNode object) {
    Map<String, String> labels = new HashMap<>();
    for (Map.Entry<String, JsonNode> label : object.at("/metadata/labels").properties()) {
      labels.put(label.getKey(), label.getValue().asString(""));
    }
    return labels;
  }
}
