package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.audit.StateTally;
import dev.snapseal.tools.history.KeyHistory.Content;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.values.ValueOpener;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.Optional;

/// Turns records into rows of the index, one by one. Belongs to one thread.
final class IndexingWorker implements ValueWork.Worker {
  private static final GroupResource NO_RESOURCE = new GroupResource("", "");
  private static final String CLUSTER_NAMESPACE = "kube-system";

  /// A longer prefix is no API server's; the rest of it is left out.
  private static final int MAX_PREFIX_CHARS = 512;

  private static final int CHUNK_BYTES = 1 << 16;

  private final IndexingContext context;
  private final Fingerprints fingerprints;
  private final ContentReader contents;
  private final ValueOpener opener;
  private final RowBatch batch;
  private final RowWriter row = new RowWriter();
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final StateTally tally = new StateTally();
  private Optional<String> cluster = Optional.empty();
  private long longKeys;
  private long unopened;

  IndexingWorker(IndexingContext context) {
    this.context = context;
    this.fingerprints = new Fingerprints(context.key());
    this.contents = new ContentReader(fingerprints);
    this.opener = new ValueOpener(context.ring());
    this.batch = new RowBatch(context.store());
  }

  StateTally tally() {
    return tally;
  }

  /// Uid of the namespace `kube-system`, if this worker came by it.
  Optional<String> cluster() {
    return cluster;
  }

  long longKeys() {
    return longKeys;
  }

  long unopened() {
    return unopened;
  }

  /// Indexes a record of the store.
  void inStore(RevisionRecord record) throws IOException {
    if (record.isTombstone()) {
      index(record, SightingScope.TOMBSTONE);
    } else {
      index(record, context.index().isLive(record) ? SightingScope.LIVE : SightingScope.SUPERSEDED);
    }
  }

  /// Indexes a record that no tree reaches; old images of a page repeat its records.
  void free(RevisionRecord record, SightingScope scope) throws IOException {
    if (context.isFirstCopy(record)) {
      index(record, scope);
    }
  }

  private void index(RevisionRecord record, SightingScope scope) throws IOException {
    if (record.keyLength() > SightingRows.MAX_ETCD_KEY_BYTES) {
      longKeys++;
      return;
    }
    byte[] etcdKey = record.keyBytes();
    if (record.isTombstone()) {
      put(etcdKey, sighting(record, scope, Fingerprint.NONE, Content.NONE, "", Optional.empty()));
    } else {
      value(etcdKey, record, scope);
    }
  }

  private void value(byte[] etcdKey, RevisionRecord record, SightingScope scope)
      throws IOException {
    StoredValue stored = opener.load(record);
    Optional<ContentReader.Content> content = Optional.empty();
    EncryptionPrefix prefix = EncryptionPrefix.NONE;
    Content state;
    switch (stored) {
      case StoredValue.Plain _ -> {
        content = open(etcdKey, record);
        state = Content.PLAIN;
      }
      case StoredValue.Encrypted encrypted -> {
        prefix = encrypted.prefix();
        content = context.ring().isPresent() ? open(etcdKey, record) : Optional.empty();
        state = encryptedState(content.isPresent());
      }
      case StoredValue.MalformedPrefix _ -> state = Content.NOT_OPENED;
    }
    GroupResource resource = resource(record);
    tally.add(resource, prefix, scope(scope), record.valueLength());
    if (scope == SightingScope.LIVE) {
      noteCluster(record, content);
    }
    Sighting sighting =
        sighting(record, scope, stored(etcdKey, record), state, shown(prefix), content);
    put(etcdKey, inside(sighting, resource, content));
    noteTime(sighting);
  }

  private Content encryptedState(boolean isOpened) {
    if (isOpened) {
      return Content.OPENED;
    }
    if (context.ring().isPresent()) {
      unopened++;
      return Content.NOT_OPENED;
    }
    return Content.NOT_TRIED;
  }

  private Optional<ContentReader.Content> open(byte[] etcdKey, RevisionRecord record) {
    try {
      return Optional.of(contents.read(etcdKey, opener.open(record), record.revision().main()));
    } catch (ValueDecryptionException e) {
      return Optional.empty();
    }
  }

  private Fingerprint stored(byte[] etcdKey, RevisionRecord record) {
    fingerprints.begin(Fingerprints.Of.STORED, etcdKey);
    int length = record.valueLength();
    for (int done = 0; done < length; ) {
      int count = Math.min(CHUNK_BYTES, length - done);
      record.copyValue(done, chunk, 0, count);
      fingerprints.add(chunk, 0, count);
      done += count;
    }
    return fingerprints.finish();
  }

  private GroupResource resource(RevisionRecord record) {
    return keys.read(record.key()) instanceof ObjectKey key ? key.groupResource() : NO_RESOURCE;
  }

  private static String shown(EncryptionPrefix prefix) {
    String text = prefix.provider() == Provider.IDENTITY ? "" : prefix.text();
    return text.length() <= MAX_PREFIX_CHARS ? text : text.substring(0, MAX_PREFIX_CHARS);
  }

  private static Scope scope(SightingScope scope) {
    return switch (scope) {
      case LIVE -> Scope.LIVE;
      case SUPERSEDED, TOMBSTONE -> Scope.SUPERSEDED;
      case FREE, WAL -> Scope.FREE;
      case SLACK -> Scope.SLACK;
    };
  }

  private void noteCluster(RevisionRecord record, Optional<ContentReader.Content> content) {
    if (content.isPresent()
        && keys.read(record.key()) instanceof ObjectKey key
        && key.groupResource().toString().equals("namespaces")
        && key.name().equals(CLUSTER_NAMESPACE)) {
      cluster = content.get().uid();
    }
  }

  private Sighting sighting(
      RevisionRecord record,
      SightingScope scope,
      Fingerprint stored,
      Content state,
      String prefix,
      Optional<ContentReader.Content> content) {
    return new Sighting(
        record.revision().main(),
        record.revision().sub(),
        context.number(),
        scope,
        stored,
        state,
        prefix,
        record.valueLength(),
        record.version(),
        record.createRevision(),
        content.map(ContentReader.Content::plaintext),
        content.flatMap(ContentReader.Content::data),
        content.flatMap(ContentReader.Content::time),
        Optional.empty());
  }

  /// A Secret under a key that names none is a Secret all the same.
  private static Sighting inside(
      Sighting sighting, GroupResource resource, Optional<ContentReader.Content> content) {
    Optional<String> other =
        content
            .flatMap(ContentReader.Content::resource)
            .filter(inside -> !inside.equals(resource))
            .map(GroupResource::toString);
    return other.isEmpty() ? sighting : sighting.withInside(other);
  }

  private void put(byte[] etcdKey, Sighting sighting) throws CaseException {
    batch.putRecord(SightingRows.key(row, etcdKey, sighting), SightingRows.value(row, sighting));
  }

  /// Leases are renewed all the time, and a creation is never dated back; when other fields were
  /// last written says little of later revisions.
  private void noteTime(Sighting sighting) throws CaseException {
    if (sighting.time().isEmpty()) {
      return;
    }
    StatedTime time = sighting.time().get();
    boolean isOfThisRevision =
        switch (time.source()) {
          case RENEW_TIME -> true;
          case CREATION_TIMESTAMP, MANAGED_FIELDS ->
              sighting.createRevision() == sighting.main() && sighting.main() > 0;
        };
    if (isOfThisRevision) {
      batch.putTime(
          TimeRows.key(row, sighting.main(), sighting.evidence(), time), TimeRows.value(time));
    }
  }

  /// Writes what is left.
  void flush() throws CaseException {
    batch.flush();
  }

  @Override
  public void close() {
    opener.close();
    batch.close();
  }
}
