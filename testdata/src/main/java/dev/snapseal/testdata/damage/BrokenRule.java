package dev.snapseal.testdata.damage;

/// The rule that a damaged file breaks.
///
/// Sources: bbolt v1.5.0, tx_check.go, db.go, internal/common/meta.go, page.go; rules that bbolt
/// does not test say so. Rules of the store: etcd v3.7.1, server/storage/mvcc/revision.go.
public enum BrokenRule {
  /// A meta page has the magic number, version 2 and the right checksum.
  META_VALID,
  /// The page size is a usable number; bbolt does not test it.
  META_PAGE_SIZE,
  /// The root bucket's page is in `[2, high-water mark)`.
  META_ROOT_BOUNDS,
  /// The freelist's page is in `[2, high-water mark)`, or none.
  META_FREELIST_BOUNDS,
  /// The high-water mark lies within the file and above all pages in use.
  META_HIGH_WATER_MARK,
  /// Fields that must be zero are; bbolt does not test it.
  META_UNUSED_FIELDS,
  /// A page bears its own number.
  PAGE_ID,
  /// A page has exactly one known flag, and the one its place asks for.
  PAGE_TYPE,
  /// Elements and keys fit; a branch has at least one; bbolt does not test it.
  PAGE_COUNT,
  /// Overflow pages lie below the high-water mark; bbolt does not test the end.
  PAGE_OVERFLOW,
  /// Key and value of an element lie behind the elements and in the page; bbolt does not test it.
  ELEMENT_BOUNDS,
  /// No flag is set but bit 0; bbolt does not test it.
  ELEMENT_FLAGS,
  /// A key has at least one byte; bbolt does not test it.
  KEY_EMPTY,
  /// Keys ascend strictly and lie between those of the ancestors.
  KEY_ORDER,
  /// A branch key is the first key of its child; bbolt tests only that it is not larger.
  BRANCH_KEY,
  /// A child is a page in `[2, high-water mark)`.
  CHILD_BOUNDS,
  /// No page is its own ancestor.
  CYCLE,
  /// A page is referenced once.
  MULTIPLE_REFERENCES,
  /// A page in use is not in the freelist.
  REACHABLE_FREED,
  /// A page not in use is in the freelist, if one is stored.
  UNREACHABLE_UNFREED,
  /// An id is in the freelist once.
  FREELIST_DUPLICATE,
  /// Ids in the freelist are in `[2, high-water mark)`; bbolt does not test it.
  FREELIST_BOUNDS,
  /// Ids in the freelist ascend; bbolt sorts them itself.
  FREELIST_ORDER,
  /// The freelist's count fits into its pages; bbolt does not test it.
  FREELIST_COUNT,
  /// A bucket's value is a header, or a header of root 0 and an inline page.
  BUCKET_HEADER,
  /// The page of an inline bucket keeps the rules of a leaf; bbolt does not look into it.
  INLINE_BUCKET,
  /// The root bucket holds nothing but buckets; bbolt does not test it.
  ROOT_HOLDS_BUCKETS,
  /// The file reaches up to the high-water mark; bbolt does not test it.
  FILE_LENGTH,
  /// What no node uses is zero; bbolt does not test it.
  SLACK_IS_ZERO,
  /// Nothing but the trailer follows the high-water mark of a snapshot; bbolt does not look.
  TAIL,
  /// The trailer is the SHA-256 of all before it; bbolt does not look.
  TRAILER,
  /// A key of the `key` bucket is a revision; bbolt does not look.
  REVISION_KEY,
  /// A value of the `key` bucket is a KeyValue that fits its revision; bbolt does not look.
  KEY_VALUE,
  /// The rows of `meta` have the length and form that etcd gives them; bbolt does not look.
  META_ROW
}
