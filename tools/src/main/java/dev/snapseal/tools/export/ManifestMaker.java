package dev.snapseal.tools.export;

import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.export.BackupExport.ExportOptions;
import dev.snapseal.tools.export.BackupExport.Fields;
import dev.snapseal.tools.kubernetes.ApplyView;
import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import dev.snapseal.tools.kubernetes.TerminalView.Protection;
import dev.snapseal.tools.values.ValueOpener;
import dev.snapseal.tools.values.ValueWork;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes manifests of records. Belongs to one thread.
final class ManifestMaker implements ValueWork.Worker {
  private final ExportOptions options;
  private final ManifestSink sink;
  private final KubernetesKeyReader keys;
  private final ValueOpener opener;

  ManifestMaker(ExportOptions options, ManifestSink sink, Optional<KeyRing> ring) {
    this.options = options;
    this.sink = sink;
    this.keys = new KubernetesKeyReader(options.etcdPrefixes());
    this.opener = new ValueOpener(ring);
  }

  /// What became of a record.
  sealed interface Outcome {
    /// It has not what the selection asks for.
    enum Unselected implements Outcome {
      UNSELECTED
    }

    /// A manifest. The object itself is not kept: its tree can take a hundred megabytes.
    ///
    /// @param text of the manifest
    record Made(Optional<ObjectKey> key, ManifestFacts manifest, String text) implements Outcome {
      @Override
      public String toString() {
        return "Made[" + manifest.kind() + "]";
      }
    }

    /// It is not wanted.
    record Left(LeftOut reason) implements Outcome {}

    /// It does not open.
    record LacksKey(String reason) implements Outcome {}

    /// It is damaged, or in a form that is not decoded.
    record Failed(String reason) implements Outcome {}
  }

  Outcome make(RevisionRecord record) {
    Protection protection =
        opener.load(record) instanceof StoredValue.Plain ? Protection.PLAIN : Protection.ENCRYPTED;
    DecodedObject decoded;
    try {
      decoded = ObjectDecoder.decode(opener.open(record), record.revision().main());
    } catch (ValueDecryptionException e) {
      return e.lacksKey() ? new Outcome.LacksKey(e.detail()) : new Outcome.Failed(e.detail());
    } catch (ObjectDecodingException e) {
      return new Outcome.Failed(e.getMessage());
    }
    Optional<ObjectKey> key = key(record);
    if (!isSelected(decoded, key)) {
      return Outcome.Unselected.UNSELECTED;
    }
    if (decoded.text("metadata", "name").filter(name -> !name.isEmpty()).isEmpty()) {
      return unnamed(key);
    }
    Optional<LeftOut> reason = leftOut(decoded, key);
    if (reason.isPresent()) {
      return new Outcome.Left(reason.get());
    }
    ObjectNode tree =
        options.fields() == Fields.ALL ? decoded.tree() : ApplyView.of(decoded.tree());
    int rank = key.map(ObjectKey::stored).map(ApplyOrder::rank).orElse(ApplyOrder.UNLISTED);
    Manifest manifest = new Manifest(decoded, tree, protection, rank, options.fields());
    return new Outcome.Made(key, manifest.facts(), sink.render(manifest));
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

  /// A few paths hold what no request can name; any other object without a name is damaged.
  private static Outcome unnamed(Optional<ObjectKey> key) {
    return key.filter(object -> !object.stored().objectsAreNamed()).isPresent()
        ? new Outcome.Left(LeftOut.INTERNAL)
        : new Outcome.Failed("metadata.name is not a text, or is empty: no manifest can name it");
  }

  private Optional<LeftOut> leftOut(DecodedObject decoded, Optional<ObjectKey> key) {
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

  @Override
  public void close() {
    opener.close();
  }
}
