package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.carve.CarvedPage;
import dev.snapseal.snapshot.carve.PageCarver;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.wal.RequestValue;
import dev.snapseal.snapshot.wal.WalCarver;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.chart.ByteMapCollector;
import dev.snapseal.tools.kubernetes.KubernetesKey;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.plaintext.LongObject;
import dev.snapseal.tools.plaintext.Remnant;
import dev.snapseal.tools.plaintext.TextBody;
import dev.snapseal.tools.report.Quantity;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Searches windows for everything that is known, one pass for each kind of thing; stretches of
/// zeroes are passed over. Belongs to one thread.
final class WindowScan implements AutoCloseable {
  /// What is looked for.
  enum Depth {
    /// Everything, by its shape alone.
    ALL,
    /// What an audit does not look for: the file is a sound store, and was audited.
    BESIDES_AUDIT
  }

  /// What the windows are of.
  ///
  /// @param path of the file
  /// @param scope of what no record of the write-ahead log holds
  /// @param log how far the file can be followed, if it is one
  record Source(String path, Scope scope, FollowedLog log) {}

  /// Looking closer may cost so many times the window.
  private static final int EFFORT = 64;

  /// Looking into compressed streams may cost so many times the window.
  private static final int PACKED_EFFORT = 4;

  private static final int MOST_KEPT = 100_000;
  private static final long LEAST_EFFORT = 1 << 20;

  private static final int PREFIX_BYTES = 320;
  private static final int RESERVED_BYTES = "k8s:enc:".length();
  private static final int NO_PAGE_SIZE = 4096;

  private final Literals literals;
  private final ResourcePolicy policy;
  private final SealedValues sealed;
  private final PackedStreams packed = new PackedStreams();
  private final Source source;
  private final Depth depth;
  private final Optional<ByteMapCollector<SweptContent>> map;
  private final KubernetesKeyReader keys = new KubernetesKeyReader();

  private Window window;
  private SnapshotBytes bytes;
  private WindowResult result;
  private RecordCarver carver;
  private Effort effort;
  private Effort packedEffort;

  /// Up to here the write-ahead log's requests are known without a search.
  private long followed;

  private final Owners owners = new Owners();
  private final List<Head> objects = new ArrayList<>();
  private final List<Found> founds = new ArrayList<>();
  private final ManifestsInJson manifests = new ManifestsInJson();

  /// @param map told what lies where, if that is wanted
  WindowScan(
      SweepContext context,
      Source source,
      Depth depth,
      Optional<ByteMapCollector<SweptContent>> map) {
    this.map = map;
    this.literals = context.literals();
    this.policy = context.options().policy();
    this.sealed = new SealedValues(context.options());
    this.source = source;
    this.depth = depth;
  }

  /// Wipes what was opened.
  @Override
  public void close() {
    sealed.close();
    packed.close();
  }

  WindowResult scan(Window next) {
    window = next;
    bytes = next.bytes();
    result = new WindowResult();
    carver = new RecordCarver(bytes, NO_PAGE_SIZE);
    effort = new Effort(EFFORT * Math.max(LEAST_EFFORT, window.range().length()));
    owners.clear();
    objects.clear();
    founds.clear();
    manifests.clear();
    followed = source.log().follow(window, new Requests());
    packedEffort = new Effort(PACKED_EFFORT * Math.max(LEAST_EFFORT, window.range().length()));
    NonZeroRuns searched = NonZeroRuns.of(bytes, window.range());
    result.zeroBytes += searched.zeroBytes();
    for (ByteRange run : searched.runs()) {
      paint(run.start(), run.end(), SweptContent.UNKNOWN);
      if (depth == Depth.ALL) {
        PageCarver.carve(bytes, run, bytes.length(), this::page);
      }
      Sieve.pass(bytes, run, literals.set(), new Candidates());
    }
    owners.sort();
    objects.forEach(head -> manifests.addBeginning(head.offset()));
    founds.forEach(found -> manifests.add(bytes, found));
    objects.forEach(this::object);
    founds.forEach(this::found);
    map.ifPresent(this::paint);
    result.refused += effort.refused() + packedEffort.refused();
    overhangs();
    result.end = window.base() + window.range().end();
    return result;
  }

  private void paint(ByteMapCollector<SweptContent> cells) {
    for (Owner owner : owners.all()) {
      SweptContent content =
          owner.isHit()
              ? SweptContent.READABLE
              : isEncrypted(owner) ? SweptContent.ENCRYPTED : SweptContent.PERMITTED;
      cells.mark(window.base() + owner.start(), window.base() + owner.end(), content);
    }
    for (Hit hit : result.hits) {
      if (hit.detector().isReadable()) {
        cells.mark(hit.offset(), hit.offset() + 1, SweptContent.READABLE);
      }
    }
  }

  private void paint(long start, long end, SweptContent content) {
    map.ifPresent(cells -> cells.mark(window.base() + start, window.base() + end, content));
  }

  private void page(CarvedPage page) {
    result.pages.merge(page.type(), 1L, Long::sum);
    paint(page.offset(), page.offset() + 1, SweptContent.PAGES);
  }

  /// An object's beginning, to be judged when all records are known.
  private record Head(long offset, Remnant object) {}

  /// What the sieve lets through.
  private final class Candidates implements Sieve.Visitor {
    @Override
    public void record(long offset) {
      carver.at(offset, bytes.length()).ifPresent(WindowScan.this::record);
    }

    @Override
    public void object(long offset) {
      Remnant.at(bytes, offset, bytes.length())
          .filter(object -> depth == Depth.ALL || mayBeInside(object))
          .or(() -> longObject(offset, bytes.length()))
          .filter(policy::includes)
          .ifPresent(known -> keep(objects, new Head(offset, known)));
    }

    @Override
    public void entry(long offset) {
      if (depth == Depth.ALL && offset >= followed) {
        if (WalCarver.isBeyond(bytes, offset, bytes.length(), FileWindows.MARGIN_BYTES)) {
          result.refused++;
        }
        WalCarver.at(bytes, offset, bytes.length(), WindowScan.this::request);
      }
    }

    @Override
    public void literal(int number, long offset) {
      literals.confirm(number, bytes, offset, effort, new Literal());
    }

    @Override
    public void passed(ByteRange range) {
      if (depth == Depth.ALL) {
        packed.pass(window, range, packedEffort, result);
      }
    }
  }

  /// In JSON it is found by its kind, wherever that stands.
  private static boolean mayBeInside(Remnant object) {
    return object.form() != Remnant.Form.JSON && object.isOfSecrets();
  }

  /// An audit does not look so far, but in values.
  private Optional<Remnant> longObject(long offset, long end) {
    if (!LongObject.mayBegin(bytes, offset, end)) {
      return Optional.empty();
    }
    long most = Math.min(FileWindows.MARGIN_BYTES, effort.left());
    LongObject read = LongObject.read(bytes, offset, Math.min(end, offset + most));
    effort.use(Math.max(1, read.bytesRead()));
    return read.object();
  }

  /// Those of a log that can be followed.
  private final class Requests implements FollowedLog.Visitor {
    @Override
    public void value(RequestValue value) {
      request(value);
    }

    @Override
    public void unaccounted() {
      result.unaccounted++;
    }
  }

  private void record(RevisionRecord record) {
    result.records++;
    Owner owner =
        new Owner(
            source.scope(),
            record.recordOffset(),
            record.recordOffset() + record.recordLength(),
            record.keyOffset(),
            record.keyLength(),
            record.valueOffset(),
            record.valueLength(),
            false);
    own(judged(owner, "revision " + record.revision().main()));
  }

  private void request(RequestValue value) {
    result.requests++;
    Owner owner =
        new Owner(
            Scope.WAL,
            value.keyOffset(),
            value.offset() + value.length(),
            value.keyOffset(),
            (int) value.keyLength(),
            value.offset(),
            value.length(),
            false);
    own(
        switch (value.kind()) {
          case PUT, COMPARE, V2_VALUE, V2_PREVIOUS -> judged(owner, "a request to etcd");
          case PASSWORD -> credential(Detector.ETCD_PASSWORD, owner, "password of etcd user ");
          case HASHED_PASSWORD ->
              credential(Detector.ETCD_CREDENTIAL, owner, "bcrypt hash for etcd user ");
          case SIMPLE_TOKEN ->
              credential(Detector.ETCD_CREDENTIAL, owner, "session token of etcd user ");
        });
  }

  /// What was judged needs not be kept, but to name what is found inside it.
  private void own(Owner judged) {
    if (owners.all().size() < MOST_KEPT) {
      owners.all().add(judged);
    }
  }

  /// Of bytes made of nothing but beginnings there are more than fit the heap.
  private <T> void keep(List<T> kept, T next) {
    if (kept.size() < MOST_KEPT) {
      kept.add(next);
    } else {
      result.refused++;
    }
  }

  private Owner credential(Detector detector, Owner owner, String what) {
    ByteText user = Excerpt.text(bytes, owner.keyOffset(), Math.min(owner.keyLength(), 64), effort);
    add(Found.of(detector, owner.valueOffset(), what + user), Named.NOTHING, owner.scope());
    return owner.asHit();
  }

  /// A plaintext value of the policy is a hit; also one that says itself what it is, under a key
  /// that does not.
  private Owner judged(Owner owner, String what) {
    boolean isAudited = depth == Depth.BESIDES_AUDIT;
    Optional<EncryptionPrefix> prefix = sealedUnder(owner);
    if (prefix.isPresent()) {
      result.keysBeside.under(prefix.get()).ifPresent(under -> keep(under, owner));
      if (!isAudited || sealed.isSearched()) {
        sealed.open(bytes, owner, found -> sealed(found, owner));
      }
      return owner;
    }
    if (owner.valueLength() == 0 || isAudited) {
      return owner;
    }
    if (begins(owner) && prefix(owner).isEmpty()) {
      // Nobody can say what it is, as in an audit; an object inside is found for itself.
      result.malformed++;
      return owner;
    }
    result.plainValues++;
    KubernetesKey key = keys.read(bytes.copy(owner.keyOffset(), owner.keyLength()));
    boolean isOfPolicy = key instanceof ObjectKey object && policy.includes(object.groupResource());
    Optional<Remnant> inside =
        isOfPolicy ? Optional.empty() : wholeValue(owner).filter(policy::includes);
    if (!isOfPolicy && inside.isEmpty()) {
      return owner;
    }
    String preview =
        "a value of %s in the clear, %s"
            .formatted(Quantity.count(owner.valueLength(), "byte"), what);
    add(
        Found.of(Detector.STORED_VALUE, owner.valueOffset(), preview).ofLength(owner.valueLength()),
        inside.map(Named::of).orElseGet(() -> Named.of(key)),
        owner.scope());
    return owner.asHit();
  }

  /// For a key that may lie somewhere else.
  private void keep(Underneath under, Owner owner) {
    under.add(named(owner));
    if (under.isNextKept() && result.keysBeside.takes(owner.valueLength())) {
      byte[] value = bytes.copy(owner.valueOffset(), (int) owner.valueLength());
      EtcdKey key = EtcdKey.of(bytes.copy(owner.keyOffset(), owner.keyLength()));
      under.add(new Underneath.Sample(key, MemorySegment.ofArray(value)));
    }
  }

  /// The object that a value is, wherever its kind stands.
  private Optional<Remnant> wholeValue(Owner owner) {
    long end = owner.valueOffset() + owner.valueLength();
    long start = LongObject.start(bytes, owner.valueOffset(), end);
    return Remnant.at(bytes, start, end).or(() -> longObject(start, end));
  }

  /// Of a store the audit says what is under a published key.
  private void sealed(Found found, Owner owner) {
    if (depth == Depth.ALL || found.detector() != Detector.PUBLISHED_KEY) {
      add(found, named(owner), owner.scope());
    }
  }

  /// Whether it begins as an API server's values do, and is no text behind that; what only begins
  /// with `k8s:enc:` may be anything.
  private boolean isEncrypted(Owner owner) {
    return sealedUnder(owner).isPresent();
  }

  private Optional<EncryptionPrefix> prefix(Owner owner) {
    int length = (int) Math.min(owner.valueLength(), PREFIX_BYTES);
    return begins(owner)
        ? StoredValue.prefixOf(bytes.copy(owner.valueOffset(), length), 0, length)
        : Optional.empty();
  }

  private Optional<EncryptionPrefix> sealedUnder(Owner owner) {
    return prefix(owner).filter(prefix -> !isText(owner, prefix));
  }

  private boolean isText(Owner owner, EncryptionPrefix prefix) {
    long end = owner.valueOffset() + owner.valueLength();
    return TextBody.is(bytes, owner.valueOffset() + prefix.text().length(), end);
  }

  private boolean begins(Owner owner) {
    int length = (int) Math.min(owner.valueLength(), RESERVED_BYTES);
    return StoredValue.isEncrypted(bytes.copy(owner.valueOffset(), length), 0, length);
  }

  /// An object that a record or request holds is its value, which was judged, or quoted in that.
  /// Any other stands where another file's pages follow the beginning of a record, or inside the
  /// value of another object; in a store what is in no record was judged, too.
  private void object(Head head) {
    Optional<Owner> owner = owners.at(head.offset());
    if (owner.filter(holder -> isKnown(head, holder)).isPresent()) {
      return;
    }
    if (depth == Depth.ALL || head.object().form() == Remnant.Form.JSON) {
      if (owner.isEmpty() || !manifests.prevails(depth, head.offset())) {
        String preview = "the beginning of " + head.object().title();
        add(
            Found.of(Detector.KUBERNETES_OBJECT, head.offset(), preview),
            Named.of(head.object()),
            source.scope());
      }
    } else {
      String preview = "a " + head.object().kind() + " in " + head.object().form().words();
      Found inside = Found.of(Detector.SECRET_MANIFEST, head.offset(), preview);
      owner.ifPresent(holder -> add(inside, Named.of(head.object()), holder.scope()));
    }
  }

  private boolean isKnown(Head head, Owner holder) {
    return holder.valueOffset() == head.offset()
        || (isJudged(holder) && (depth == Depth.BESIDES_AUDIT || isQuote(head.object())));
  }

  /// Whether the value of this record is one that nobody should read, and was judged.
  private boolean isJudged(Owner owner) {
    return owner.isHit() || isAudited(owner);
  }

  /// Whether an audit judges the value of this record.
  private boolean isAudited(Owner owner) {
    return depth == Depth.BESIDES_AUDIT
        && keys.read(bytes.copy(owner.keyOffset(), owner.keyLength())) instanceof ObjectKey object
        && policy.includes(object.groupResource());
  }

  /// `kubectl.kubernetes.io/last-applied-configuration` looks like an object without a name.
  private static boolean isQuote(Remnant object) {
    return object.form() == Remnant.Form.JSON && object.name().isEmpty();
  }

  private void found(Found found) {
    Optional<Owner> owner = owners.at(found.offset());
    if (ManifestsInJson.isOne(bytes, found) && isJudged(found.offset(), owner)) {
      return;
    }
    result.add(
        hit(
            found,
            owner.map(this::named).orElse(Named.NOTHING),
            owner.map(Owner::scope).orElse(source.scope()),
            owner.filter(this::isCounted).isPresent()));
  }

  /// Whether its value is one in the clear that is counted, here or by an audit.
  private boolean isCounted(Owner owner) {
    return owner.isHit() || (isAudited(owner) && owner.valueLength() > 0 && !begins(owner));
  }

  /// Whether a Secret in JSON is known without its kind: by its beginning, or as a record's value.
  private boolean isJudged(long offset, Optional<Owner> owner) {
    if (owner.isEmpty()) {
      return manifests.isBeginning(offset)
          || (depth == Depth.BESIDES_AUDIT && isOfPolicy(offset, bytes.length()));
    }
    Owner holder = owner.get();
    return isJudged(holder)
        || (depth == Depth.ALL && manifests.isBeginning(offset))
        || (depth == Depth.BESIDES_AUDIT
            && offset == LongObject.start(bytes, holder.valueOffset(), holder.end())
            && LongObject.ofValue(bytes, offset, holder.end())
                .filter(policy::includes)
                .isPresent());
  }

  private boolean isOfPolicy(long offset, long end) {
    return Remnant.at(bytes, offset, end).filter(policy::includes).isPresent();
  }

  private void add(Found found, Named named, Scope where) {
    result.add(hit(found, named, where, false));
  }

  private Hit hit(Found found, Named named, Scope where, boolean isPart) {
    Hit hit =
        new Hit(
            found.detector(),
            source.path(),
            window.base() + found.offset(),
            found.length(),
            found.decoded(),
            OptionalLong.empty(),
            where,
            found.object().orElse(named),
            found.preview(),
            isPart,
            found.keys().stream().map(FoundKey::prefix).distinct().toList());
    if (!found.keys().isEmpty()) {
      result.keysBeside.add(hit, found.keys());
    }
    return hit;
  }

  private Named named(Owner owner) {
    return Named.of(keys.read(bytes.copy(owner.keyOffset(), owner.keyLength())));
  }

  /// Records and requests that go on in the next window.
  private void overhangs() {
    for (Owner owner : owners.all()) {
      if (owner.end() > window.range().end()) {
        result.addOverhang(
            new Overhang(
                window.base() + owner.valueOffset(),
                window.base() + owner.end(),
                named(owner),
                owner.isHit()));
      }
    }
  }

  private final class Literal implements Literals.Visitor {
    @Override
    public void found(Found found) {
      keep(founds, found);
    }

    @Override
    public void encrypted(SnapshotBytes where, long offset, long outerOffset) {
      paint(outerOffset, outerOffset + 1, SweptContent.ENCRYPTED);
      int length = (int) Math.min(PREFIX_BYTES, where.length() - offset);
      byte[] value = where.copy(offset, length);
      StoredValue.prefixOf(value, 0, length).ifPresent(this::count);
    }

    private void count(EncryptionPrefix prefix) {
      result.encrypted.merge(WindowResult.bounded(result.encrypted, prefix), 1L, Long::sum);
    }
  }
}
