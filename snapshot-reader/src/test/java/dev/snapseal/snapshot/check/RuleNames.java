package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.testdata.damage.BrokenRule;
import java.util.EnumSet;
import java.util.Set;

/// Our names for the rules that the catalogue of damages breaks; some of its rules are several of
/// ours.
final class RuleNames {
  private RuleNames() {}

  static Set<StructureRule> of(BrokenRule rule) {
    return switch (rule) {
      case META_VALID ->
          EnumSet.of(
              StructureRule.META_MAGIC, StructureRule.META_VERSION, StructureRule.META_CHECKSUM);
      case META_PAGE_SIZE ->
          EnumSet.of(StructureRule.META_PAGE_SIZE, StructureRule.META_MAGIC, StructureRule.PAGE_ID);
      case META_ROOT_BOUNDS ->
          EnumSet.of(
              StructureRule.META_REFERENCE,
              StructureRule.PAGE_MULTIPLE_REFERENCES,
              StructureRule.PAGE_REACHABLE_FREED);
      case META_FREELIST_BOUNDS ->
          EnumSet.of(StructureRule.META_REFERENCE, StructureRule.FREELIST_TYPE);
      case META_HIGH_WATER_MARK ->
          EnumSet.of(StructureRule.META_REFERENCE, StructureRule.FILE_TRUNCATED);
      case META_UNUSED_FIELDS, SLACK_IS_ZERO -> EnumSet.of(StructureRule.SLACK_NOT_ZERO);
      case PAGE_ID -> EnumSet.of(StructureRule.PAGE_ID);
      case PAGE_TYPE ->
          EnumSet.of(
              StructureRule.PAGE_TYPE,
              StructureRule.FREELIST_TYPE,
              StructureRule.ELEMENT_OUT_OF_PAGE,
              StructureRule.PAGE_MULTIPLE_REFERENCES);
      case PAGE_COUNT ->
          EnumSet.of(
              StructureRule.ELEMENT_COUNT,
              StructureRule.ELEMENT_OUT_OF_PAGE,
              StructureRule.BRANCH_EMPTY,
              StructureRule.LEAF_EMPTY,
              StructureRule.SLACK_NOT_ZERO);
      case PAGE_OVERFLOW ->
          EnumSet.of(
              StructureRule.OVERFLOW_OUT_OF_BOUNDS,
              StructureRule.PAGE_MULTIPLE_REFERENCES,
              StructureRule.ELEMENT_OUT_OF_PAGE,
              StructureRule.SLACK_NOT_ZERO);
      case ELEMENT_BOUNDS -> EnumSet.of(StructureRule.ELEMENT_OUT_OF_PAGE);
      case ELEMENT_FLAGS -> EnumSet.of(StructureRule.ELEMENT_FLAGS);
      case KEY_EMPTY -> EnumSet.of(StructureRule.KEY_EMPTY);
      case KEY_ORDER -> EnumSet.of(StructureRule.KEY_ORDER, StructureRule.KEY_RANGE);
      case BRANCH_KEY -> EnumSet.of(StructureRule.BRANCH_KEY);
      case CHILD_BOUNDS -> EnumSet.of(StructureRule.PAGE_OUT_OF_BOUNDS);
      case CYCLE, MULTIPLE_REFERENCES -> EnumSet.of(StructureRule.PAGE_MULTIPLE_REFERENCES);
      case REACHABLE_FREED -> EnumSet.of(StructureRule.PAGE_REACHABLE_FREED, StructureRule.PAGE_ID);
      case UNREACHABLE_UNFREED -> EnumSet.of(StructureRule.PAGE_UNREACHABLE_UNFREED);
      case FREELIST_DUPLICATE -> EnumSet.of(StructureRule.FREELIST_DUPLICATE);
      case FREELIST_BOUNDS -> EnumSet.of(StructureRule.FREELIST_OUT_OF_BOUNDS);
      case FREELIST_ORDER -> EnumSet.of(StructureRule.FREELIST_ORDER);
      case FREELIST_COUNT ->
          EnumSet.of(StructureRule.FREELIST_COUNT, StructureRule.PAGE_UNREACHABLE_UNFREED);
      case BUCKET_HEADER -> EnumSet.of(StructureRule.BUCKET_HEADER, StructureRule.INLINE_BUCKET);
      case INLINE_BUCKET ->
          EnumSet.of(
              StructureRule.INLINE_BUCKET,
              StructureRule.ELEMENT_COUNT,
              StructureRule.ELEMENT_OUT_OF_PAGE,
              StructureRule.KEY_EMPTY,
              StructureRule.KEY_ORDER);
      case ROOT_HOLDS_BUCKETS -> EnumSet.of(StructureRule.ROOT_ELEMENT);
      case FILE_LENGTH -> EnumSet.of(StructureRule.FILE_TRUNCATED);
      case TAIL -> EnumSet.of(StructureRule.BEYOND_HIGH_WATER_MARK);
      case TRAILER ->
          EnumSet.of(
              StructureRule.TRAILER_MISMATCH,
              StructureRule.TRAILER_MISSING,
              StructureRule.BEYOND_HIGH_WATER_MARK);
      case REVISION_KEY -> EnumSet.of(StructureRule.REVISION_KEY, StructureRule.REVISION_ORDER);
      case KEY_VALUE ->
          EnumSet.of(
              StructureRule.KEY_VALUE, StructureRule.MOD_REVISION, StructureRule.TOMBSTONE_VALUE);
      case META_ROW -> EnumSet.of(StructureRule.META_VALUE, StructureRule.ETCD_BUCKETS);
    };
  }
}
