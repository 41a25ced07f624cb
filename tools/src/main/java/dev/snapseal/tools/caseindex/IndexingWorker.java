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
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.values.PublishedKeyCheck;
import dev.snapseal.tools.values.ValueOpener;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Turns records into rows of the index, one by one. Belongs to one thread.
final class IndexingWorker implements ValueWork.Worker {
  private static final GroupResource NO_RESOURCE = new GroupResource("", "");
  private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
  private static final String CLUSTER_NAMESPACE = "kube-system";

  /// Crafted bytes may name any number of groups; the others count as Secrets, so that nobody is
  /// told that there are none.
  private static final int MAX_NAMELESS = 1000;

  private static final String OTHER_NAMELESS = "secrets";

  /// A longer prefix is no API server's; the rest of it is left out.
  private static final int MAX_PREFIX_CHARS = 512;

  private final IndexingContext context;
  private final Fingerprints fingerprints;
  private final ContentReader contents;
  private final ValueOpener opener;
  private final PublishedKeyCheck published = new PublishedKeyCheck();
  private final RowBatch batch;
  private final RowWriter row = new RowWriter();
  private final KubernetesKeyReader keys = new KubernetesKeyReader();
  private final StateTally tally = new StateTally();
  private Optional<String> cluster = Optional.empty();
  private final Map<String, Long> nameless = new HashMap<>();
  private final MissingKeys missing = new MissingKeys();
  private long longKeys;
  private long opened;
  private long malformedValues;

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

  /// Encrypted values that were opened, now or when the evidence was indexed before.
  long opened() {
    return opened;
  }

  /// Values that begin like encrypted ones, and whose prefix is none: they may be plaintext.
  long malformedValues() {
    return malformedValues;
  }

  /// Those that were not.
  MissingKeys missing() {
    return missing;
  }

  /// Plaintext objects that do not say which object they are, by resource.
  Map<String, Long> nameless() {
    return nameless;
  }

  /// Counts a plaintext object that does not say which object it is.
  void nameless(GroupResource resource) {
    String known = resource.toString();
    boolean isKept = nameless.containsKey(known) || nameless.size() < MAX_NAMELESS;
    nameless.merge(isKept ? known : OTHER_NAMELESS, 1L, Long::sum);
  }

  /// Indexes a record of the store.
  void inStore(RevisionRecord record) throws IOException {
    index(record, context.scopeInStore(record));
    if (context.isMarked(record) && record.keyLength() <= SightingRows.MAX_ETCD_KEY_BYTES) {
      MarkRows.Place place =
          new MarkRows.Place(context.rowSet(), record.revision().main(), record.revision().sub());
      batch.putMark(row, place, record.keyBytes());
    }
  }

  /// Indexes a record that no tree reaches; old images of a page repeat its records.
  void free(RevisionRecord record, SightingScope scope) throws IOException {
    if (context.isFirstCopy(record)) {
      index(record, scope);
    }
  }

  /// Indexes a value that is in the write-ahead log.
  ///
  /// @param etcdKey at most [SightingRows#MAX_ETCD_KEY_BYTES] long
  /// @param entry index of its raft entry
  /// @param scope [SightingScope#WAL] or [SightingScope#COMPARED]
  void logged(byte[] etcdKey, MemorySegment value, long entry, SightingScope scope)
      throws IOException {
    value(etcdKey, value, new Frame(0, entry, scope, 0, 0));
  }

  /// Indexes what is left of an object whose record was overwritten: it was readable, and nothing
  /// says at which revision.
  ///
  /// @param head its first bytes
  void fragment(byte[] etcdKey, MemorySegment head, SightingScope scope) throws IOException {
    if (etcdKey.length <= SightingRows.MAX_ETCD_KEY_BYTES) {
      Frame frame = new Frame(0, 0, scope, 0, 0);
      put(
          etcdKey,
          sighting(
              frame,
              stored(etcdKey, head),
              State.of(Content.PLAIN),
              head.byteSize(),
              Optional.empty()));
    }
  }

  private void index(RevisionRecord record, SightingScope scope) throws IOException {
    if (record.keyLength() > SightingRows.MAX_ETCD_KEY_BYTES) {
      longKeys++;
      return;
    }
    Frame frame =
        new Frame(
            record.revision().main(),
            record.revision().sub(),
            scope,
            record.version(),
            record.createRevision());
    if (record.isTombstone()) {
      put(record.keyBytes(), sighting(frame));
    } else {
      value(record.keyBytes(), record.value(), frame);
    }
  }

  /// What is around a value.
  private record Frame(
      long main, long sub, SightingScope scope, long version, long createRevision) {}

  /// How a value is stored.
  private record State(Content content, String prefix, boolean isUnderPublishedKey) {
    static State of(Content content) {
      return new State(content, "", false);
    }
  }

  private void value(byte[] etcdKey, MemorySegment value, Frame frame) throws IOException {
    StoredValue classified = opener.load(value);
    EncryptionPrefix prefix = EncryptionPrefix.NONE;
    boolean isUnderPublishedKey = false;
    if (classified instanceof StoredValue.Encrypted encrypted) {
      prefix = encrypted.prefix();
      isUnderPublishedKey = opener.isOpenedBy(published, etcdKey, encrypted);
    }
    Attempt attempt = attempt(classified, etcdKey, value, frame.main());
    Optional<ContentReader.Content> content = attempt.content();
    KubernetesKey named = keys.read(etcdKey);
    GroupResource resource =
        named instanceof ObjectKey object ? object.groupResource() : NO_RESOURCE;
    tally.add(resource, prefix, scope(frame.scope()), value.byteSize());
    if (frame.scope() == SightingScope.LIVE) {
      noteCluster(named, content);
    }
    Sighting sighting =
        sighting(
            frame,
            stored(etcdKey, value),
            new State(attempt.state(), shown(prefix), isUnderPublishedKey),
            value.byteSize(),
            content);
    Sighting known = attempt.why().isPresent() ? earlier(etcdKey, sighting) : sighting;
    count(prefix, known, attempt);
    put(etcdKey, inside(known, resource, content));
    noteTime(known);
  }

  private void count(EncryptionPrefix prefix, Sighting known, Attempt attempt) {
    if (known.content() == Content.OPENED) {
      opened++;
    } else if (attempt.why().isPresent()) {
      MissingKey.Why why = attempt.why().get();
      missing.add(shownPrefix(prefix), why);
      malformedValues += MissingKey.isWithoutPrefix(prefix, why) ? 1 : 0;
    }
  }

  /// What came of opening a value.
  ///
  /// @param why it was not opened; empty if it was, or nothing had to be
  private record Attempt(
      Content state, Optional<ContentReader.Content> content, Optional<MissingKey.Why> why) {
    static Attempt failed(Content state, MissingKey.Why why) {
      return new Attempt(state, Optional.empty(), Optional.of(why));
    }
  }

  private Attempt attempt(StoredValue classified, byte[] etcdKey, MemorySegment value, long main) {
    boolean isPlain = classified instanceof StoredValue.Plain;
    if (classified instanceof StoredValue.MalformedPrefix) {
      return Attempt.failed(Content.NOT_OPENED, MissingKey.Why.MALFORMED);
    }
    if (!isPlain && context.ring().isEmpty()) {
      return Attempt.failed(Content.NOT_TRIED, MissingKey.Why.NOT_TRIED);
    }
    try {
      ContentReader.Content content = contents.read(etcdKey, opener.open(etcdKey, value), main);
      return new Attempt(
          isPlain ? Content.PLAIN : Content.OPENED, Optional.of(content), Optional.empty());
    } catch (ValueDecryptionException e) {
      return isPlain
          ? new Attempt(Content.PLAIN, Optional.empty(), Optional.empty())
          : Attempt.failed(Content.NOT_OPENED, MissingKey.Why.of(e));
    }
  }

  /// Other keys may have opened the value when the evidence was indexed before.
  private Sighting earlier(byte[] etcdKey, Sighting sighting) throws CaseException {
    OptionalInt rowSet = context.earlierOpened();
    if (rowSet.isEmpty()) {
      return sighting;
    }
    byte[] key = SightingRows.key(row, etcdKey, sighting.of(rowSet.getAsInt()));
    Optional<byte[]> found = context.store().recordRow(key);
    if (found.isEmpty()) {
      return sighting;
    }
    Sighting known = context.store().parse(key, found.get(), SightingRows::read);
    return known.content() == Content.OPENED ? sighting.readAs(known) : sighting;
  }

  private Fingerprint stored(byte[] etcdKey, MemorySegment value) {
    fingerprints.begin(Fingerprints.Of.STORED, etcdKey);
    fingerprints.add(value);
    return fingerprints.finish();
  }

  private static String shown(EncryptionPrefix prefix) {
    String text = prefix.provider() == Provider.IDENTITY ? "" : prefix.text();
    return text.length() <= MAX_PREFIX_CHARS ? text : text.substring(0, MAX_PREFIX_CHARS);
  }

  private static EncryptionPrefix shownPrefix(EncryptionPrefix prefix) {
    return prefix.keyName().length() <= MAX_PREFIX_CHARS
        ? prefix
        : new EncryptionPrefix(prefix.provider(), prefix.keyName().substring(0, MAX_PREFIX_CHARS));
  }

  private static Scope scope(SightingScope scope) {
    return switch (scope) {
      case LIVE -> Scope.LIVE;
      case SUPERSEDED, TOMBSTONE -> Scope.SUPERSEDED;
      case FREE, WAL, COMPARED -> Scope.FREE;
      case SLACK -> Scope.SLACK;
    };
  }

  private void noteCluster(KubernetesKey key, Optional<ContentReader.Content> content) {
    if (content.isPresent()
        && key instanceof ObjectKey object
        && object.groupResource().equals(NAMESPACES)
        && object.name().equals(CLUSTER_NAMESPACE)) {
      cluster = content.get().uid();
    }
  }

  /// Of a deletion.
  private Sighting sighting(Frame frame) {
    return sighting(frame, Fingerprint.NONE, State.of(Content.NONE), 0, Optional.empty());
  }

  private Sighting sighting(
      Frame frame,
      Fingerprint stored,
      State state,
      long sizeBytes,
      Optional<ContentReader.Content> content) {
    return new Sighting(
        frame.main(),
        frame.sub(),
        context.rowSet(),
        frame.scope(),
        stored,
        state.content(),
        state.prefix(),
        state.isUnderPublishedKey(),
        sizeBytes,
        frame.version(),
        frame.createRevision(),
        content.map(ContentReader.Content::plaintext),
        content.flatMap(ContentReader.Content::data),
        content.flatMap(ContentReader.Content::members),
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
    batch.putSighting(row, etcdKey, sighting);
  }

  /// Leases are renewed all the time, and a creation is never dated back; when other fields were
  /// last written says little of later revisions.
  private void noteTime(Sighting sighting) throws CaseException {
    if (sighting.time().isEmpty() || sighting.main() <= 0) {
      return;
    }
    StatedTime time = sighting.time().get();
    boolean isOfThisRevision =
        switch (time.source()) {
          case RENEW_TIME -> true;
          case CREATION_TIMESTAMP, MANAGED_FIELDS -> sighting.createRevision() == sighting.main();
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
    published.close();
    batch.close();
  }
}
