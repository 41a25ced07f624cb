package dev.snapseal.testdata.damage;

import static dev.snapseal.testdata.damage.BrokenRule.META_FREELIST_BOUNDS;
import static dev.snapseal.testdata.damage.BrokenRule.META_HIGH_WATER_MARK;
import static dev.snapseal.testdata.damage.BrokenRule.META_PAGE_SIZE;
import static dev.snapseal.testdata.damage.BrokenRule.META_ROOT_BOUNDS;
import static dev.snapseal.testdata.damage.BrokenRule.META_UNUSED_FIELDS;
import static dev.snapseal.testdata.damage.BrokenRule.META_VALID;

import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.MetaOnTable;
import dev.snapseal.testdata.PageSurgeon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Damage to the meta pages. Names that begin with `both` spoil both; others spoil page 0 only,
/// which is the current one.
final class MetaDamage {
  private final Patient patient = Patient.with(FreelistForm.STORED);
  private final List<Damage> all = new ArrayList<>();

  static List<Damage> all() {
    MetaDamage metas = new MetaDamage();
    metas.invalid();
    metas.pageSize();
    metas.pointers();
    metas.highWaterMark();
    metas.unused();
    return metas.all;
  }

  private void invalid() {
    broken("meta-magic-wrong", META_VALID, meta -> meta.magic(0x12345678));
    broken("meta-version-3", META_VALID, meta -> meta.version(3));
    broken("meta-checksum-wrong", META_VALID, meta -> meta.checksum(1));
    broken("meta-checksum-zero", META_VALID, meta -> meta.checksum(0));
    broken("meta-root-changed-without-checksum", META_VALID, meta -> meta.root(5));
    both("both-metas-magic-wrong", META_VALID, meta -> meta.magic(0x12345678).unsealed());
    both("both-metas-version-3", META_VALID, meta -> meta.version(3).reseal());
    both("both-metas-checksum-wrong", META_VALID, meta -> meta.checksum(1).unsealed());
    both("both-metas-checksum-zero", META_VALID, meta -> meta.checksum(0).unsealed());
  }

  private void pageSize() {
    for (int size : new int[] {0, 1, 1000, 2048, Integer.MIN_VALUE, -1}) {
      both(
          "both-metas-page-size-" + Integer.toUnsignedString(size),
          META_PAGE_SIZE,
          meta -> meta.pageSize(size).reseal());
    }
  }

  private void pointers() {
    long end = patient.highWaterMark();
    for (long root : new long[] {0, 1, end, end + 1, 1L << 52, -1}) {
      sealed("meta-root-" + named(root, end), META_ROOT_BOUNDS, meta -> meta.root(root));
    }
    sealed("meta-root-at-the-freelist", META_ROOT_BOUNDS, meta -> meta.root(patient.freelist()));
    sealed("meta-root-at-a-free-page", META_ROOT_BOUNDS, meta -> meta.root(2));
    for (long freelist : new long[] {0, 1, end, 1L << 52, -2}) {
      sealed(
          "meta-freelist-" + named(freelist, end),
          META_FREELIST_BOUNDS,
          meta -> meta.freelist(freelist));
    }
    sealed("meta-freelist-at-a-leaf", META_FREELIST_BOUNDS, meta -> meta.freelist(patient.small()));
  }

  private void highWaterMark() {
    long end = patient.highWaterMark();
    for (long mark : new long[] {0, 2, end - 1, end + 1, end + 1000, 1L << 52, -1}) {
      sealed(
          "meta-high-water-mark-" + named(mark, end),
          META_HIGH_WATER_MARK,
          meta -> meta.highWaterMark(mark));
    }
  }

  private void unused() {
    sealed("meta-flags-set", META_UNUSED_FIELDS, meta -> meta.flags(1));
    sealed("meta-tail-planted", BrokenRule.SLACK_IS_ZERO, meta -> meta.plantInTail(new byte[] {1}));
    page("meta-page-with-another-id", BrokenRule.PAGE_ID, patient.surgeon().page(0).id(7));
    page("meta-page-flagged-leaf", BrokenRule.PAGE_TYPE, patient.surgeon().page(0).flags(2));
    page("meta-page-with-a-count", BrokenRule.PAGE_COUNT, patient.surgeon().page(0).count(1));
    page(
        "meta-page-with-overflow", BrokenRule.PAGE_OVERFLOW, patient.surgeon().page(0).overflow(1));
  }

  static String named(long page, long end) {
    if (page == end) {
      return "at-the-high-water-mark";
    }
    return page > end - 5 && page < end + 2000
        ? (page < end ? "low-by-" : "high-by-") + Math.abs(page - end)
        : Long.toUnsignedString(page);
  }

  private void broken(String name, BrokenRule rule, UnaryOperator<MetaOnTable> change) {
    all.add(Damage.onPage(name, rule, 0, () -> change.apply(patient.surgeon().meta(0)).unsealed()));
  }

  private void sealed(String name, BrokenRule rule, UnaryOperator<MetaOnTable> change) {
    all.add(Damage.onPage(name, rule, 0, () -> change.apply(patient.surgeon().meta(0)).reseal()));
  }

  private void both(String name, BrokenRule rule, Function<MetaOnTable, PageSurgeon> change) {
    all.add(
        Damage.onPage(
            name, rule, 0, () -> change.apply(change.apply(patient.surgeon().meta(0)).meta(1))));
  }

  private void page(String name, BrokenRule rule, PageSurgeon done) {
    all.add(Damage.onPage(name, rule, 0, () -> done));
  }
}
