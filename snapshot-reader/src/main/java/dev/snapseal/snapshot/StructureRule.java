package dev.snapseal.snapshot;

/// A rule that a bbolt file or etcd's schema inside it keeps; its id is what errors and findings
/// name.
///
/// Rules marked *bbolt check* are those of bbolt's own `Tx.Check`; the others it does not test, and
/// a program that trusts them reads beyond a page or never ends.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/tx_check.go">bbolt tx_check.go</a>
public enum StructureRule {
  /// The file ends before the last page its meta page counts.
  FILE_TRUNCATED("file-truncated"),
  /// More pages than this program keeps account of.
  FILE_TOO_LARGE("file-too-large"),
  /// bbolt wrote the file on a big-endian machine.
  BIG_ENDIAN("big-endian"),
  META_MAGIC("meta-magic"),
  META_VERSION("meta-version"),
  META_CHECKSUM("meta-checksum"),
  META_PAGE_SIZE("meta-page-size"),
  /// A meta page whose root, freelist or high-water mark cannot be.
  META_REFERENCE("meta-reference"),
  /// The two meta pages of a snapshot name different trees.
  META_PAIR("meta-pair"),
  /// A page whose stored id is not its position (*bbolt check*).
  PAGE_ID("page-id"),
  /// A page whose flags are none of branch, leaf, meta and freelist (*bbolt check*).
  PAGE_TYPE("page-type"),
  /// A page id at or above the high-water mark, or of a meta page, where a tree page is meant
  /// (*bbolt check*).
  PAGE_OUT_OF_BOUNDS("page-out-of-bounds"),
  /// A page whose overflow pages pass the high-water mark.
  OVERFLOW_OUT_OF_BOUNDS("overflow-out-of-bounds"),
  /// A page that two places refer to (*bbolt check*).
  PAGE_MULTIPLE_REFERENCES("page-multiple-references"),
  /// A page that a tree uses and the freelist lists (*bbolt check*).
  PAGE_REACHABLE_FREED("page-reachable-freed"),
  /// A page that neither a tree nor the freelist knows (*bbolt check*).
  PAGE_UNREACHABLE_UNFREED("page-unreachable-unfreed"),
  /// More elements than the page has room for.
  ELEMENT_COUNT("element-count"),
  /// A branch page without elements.
  BRANCH_EMPTY("branch-empty"),
  /// An element whose key or value leaves its page or overlaps the element array.
  ELEMENT_OUT_OF_PAGE("element-out-of-page"),
  /// Elements that share bytes of their page.
  ELEMENT_OVERLAP("element-overlap"),
  /// A leaf page without elements that is not its bucket's only page.
  LEAF_EMPTY("leaf-empty"),
  /// An element flag that bbolt does not know.
  ELEMENT_FLAGS("element-flags"),
  KEY_EMPTY("key-empty"),
  KEY_TOO_LONG("key-too-long"),
  /// Keys that do not strictly ascend (*bbolt check*).
  KEY_ORDER("key-order"),
  /// A key outside the range its ancestors give to the page (*bbolt check*).
  KEY_RANGE("key-range"),
  /// A branch key that is not its child's first key: the next write breaks such a file.
  BRANCH_KEY("branch-key"),
  /// A tree deeper than 64 pages.
  TREE_TOO_DEEP("tree-too-deep"),
  FREELIST_TYPE("freelist-type"),
  FREELIST_COUNT("freelist-count"),
  /// A page listed twice as free (*bbolt check*).
  FREELIST_DUPLICATE("freelist-duplicate"),
  FREELIST_ORDER("freelist-order"),
  /// A free page id that is a meta page's or at or above the high-water mark.
  FREELIST_OUT_OF_BOUNDS("freelist-out-of-bounds"),
  /// A plain key directly below the file's root, where only buckets are.
  ROOT_ELEMENT("root-element"),
  BUCKET_HEADER("bucket-header"),
  /// More top-level buckets than any program makes.
  BUCKET_COUNT("bucket-count"),
  BUCKET_TOO_DEEP("bucket-too-deep"),
  INLINE_BUCKET("inline-bucket"),
  /// Bytes other than zero where a page holds nothing.
  SLACK_NOT_ZERO("slack-not-zero"),
  /// Bytes other than zero behind the last page in use, or a tail where a snapshot has none.
  BEYOND_HIGH_WATER_MARK("beyond-high-water-mark"),
  /// A snapshot whose appended SHA-256 is not that of the bytes before it.
  TRAILER_MISMATCH("trailer-mismatch"),
  /// A snapshot that has lost the SHA-256 etcd appends.
  TRAILER_MISSING("trailer-missing"),
  /// Not an etcd file: its `key` or `meta` bucket is missing.
  ETCD_BUCKETS("etcd-buckets"),
  /// A key of bucket `key` that is no revision.
  REVISION_KEY("revision-key"),
  /// A value of bucket `key` that is no `mvccpb.KeyValue`.
  KEY_VALUE("key-value"),
  /// A record whose `mod_revision` is not the revision it is stored under.
  MOD_REVISION("mod-revision"),
  /// Two records of one revision, or revisions that do not ascend.
  REVISION_ORDER("revision-order"),
  /// A tombstone that holds more than the key it deletes.
  TOMBSTONE_VALUE("tombstone-value"),
  /// A row of bucket `lease` that is no `leasepb.Lease` under its own ID.
  LEASE_ROW("lease-row"),
  /// A value of bucket `meta` in another form than etcd writes.
  META_VALUE("meta-value");

  private final String id;

  StructureRule(String id) {
    this.id = id;
  }

  /// Stable name for reports, such as `page-id`.
  public String id() {
    return id;
  }
}
