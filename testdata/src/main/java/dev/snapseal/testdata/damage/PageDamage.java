package dev.snapseal.testdata.damage;

import static dev.snapseal.testdata.damage.BrokenRule.PAGE_COUNT;
import static dev.snapseal.testdata.damage.BrokenRule.PAGE_ID;
import static dev.snapseal.testdata.damage.BrokenRule.PAGE_OVERFLOW;
import static dev.snapseal.testdata.damage.BrokenRule.PAGE_TYPE;
import static dev.snapseal.testdata.damage.BrokenRule.SLACK_IS_ZERO;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.PageOnTable;
import dev.snapseal.testdata.PageSurgeon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Damage to the headers of pages, and pages at the wrong place.
final class PageDamage {
  private final Patient patient;
  private final String suffix;
  private final List<Damage> all = new ArrayList<>();

  private PageDamage(FreelistForm freelist, String suffix) {
    this.patient = Patient.with(freelist);
    this.suffix = suffix;
  }

  static List<Damage> all() {
    PageDamage stored = new PageDamage(FreelistForm.STORED, "");
    stored.headers();
    stored.counts();
    stored.overflows();
    stored.misplaced();
    stored.slack();
    PageDamage none = new PageDamage(FreelistForm.NONE, "-without-freelist");
    none.misplaced();
    List<Damage> both = new ArrayList<>(stored.all);
    both.addAll(none.all);
    return both;
  }

  private void headers() {
    long leaf = patient.leaves().get(3);
    on("leaf-with-another-id", PAGE_ID, leaf, page -> page.id(leaf + 1));
    on("branch-with-another-id", PAGE_ID, patient.top(), page -> page.id(-1));
    on("freelist-with-another-id", PAGE_ID, patient.freelist(), page -> page.id(0));
    on("leaf-without-flags", PAGE_TYPE, leaf, page -> page.flags(0));
    on("leaf-with-an-unknown-flag", PAGE_TYPE, leaf, page -> page.flags(0x08));
    on("leaf-with-two-flags", PAGE_TYPE, leaf, page -> page.flags(0x03));
    on("leaf-with-a-high-flag", PAGE_TYPE, leaf, page -> page.flags(0x8002));
    on("leaf-flagged-branch", PAGE_TYPE, leaf, page -> page.flags(0x01));
    on("leaf-flagged-meta", PAGE_TYPE, leaf, page -> page.flags(0x04));
    on("leaf-flagged-freelist", PAGE_TYPE, leaf, page -> page.flags(0x10));
    on("branch-flagged-leaf", PAGE_TYPE, patient.top(), page -> page.flags(0x02));
    on("freelist-flagged-leaf", PAGE_TYPE, patient.freelist(), page -> page.flags(0x02));
    on("root-bucket-flagged-branch", PAGE_TYPE, patient.root(), page -> page.flags(0x01));
  }

  private void counts() {
    long leaf = patient.leaves().get(3);
    on("leaf-count-one-too-many", PAGE_COUNT, leaf, page -> page.count(5));
    on("leaf-count-65535", PAGE_COUNT, leaf, page -> page.count(0xFFFF));
    on("branch-count-65535", PAGE_COUNT, patient.top(), page -> page.count(0xFFFF));
    on("branch-count-zero", PAGE_COUNT, patient.lowBranch(), page -> page.count(0));
    on("leaf-count-zero-below-a-branch", PAGE_COUNT, leaf, page -> page.count(0));
  }

  private void overflows() {
    long leaf = patient.leaves().get(3);
    on("leaf-overflow-into-the-next-page", PAGE_OVERFLOW, leaf, page -> page.overflow(1));
    on("leaf-overflow-past-the-high-water-mark", PAGE_OVERFLOW, leaf, page -> page.overflow(1000));
    on("leaf-overflow-4294967295", PAGE_OVERFLOW, leaf, page -> page.overflow(0xFFFF_FFFFL));
    on("leaf-overflow-lost", PAGE_OVERFLOW, patient.largeLeaf(), page -> page.overflow(0));
    on(
        "freelist-overflow-past-the-high-water-mark",
        PAGE_OVERFLOW,
        patient.freelist(),
        page -> page.overflow(1000));
  }

  private void misplaced() {
    long leaf = patient.leaves().get(3);
    long other = patient.leaves().get(6);
    on("leaf-zeroed", PAGE_ID, leaf, PageOnTable::zero);
    on("branch-zeroed", PAGE_ID, patient.lowBranch(), PageOnTable::zero);
    on("root-bucket-zeroed", PAGE_ID, patient.root(), PageOnTable::zero);
    on("leaf-copied-over-another", PAGE_ID, other, page -> copyFrom(leaf, other));
    on("two-leaves-swapped", PAGE_ID, leaf, page -> page.swapWith(other));
    on(
        "leaf-of-another-place-with-a-forged-id",
        BrokenRule.KEY_ORDER,
        other,
        page -> copyFrom(leaf, other).page(other).id(other));
  }

  private PageSurgeon copyFrom(long source, long target) {
    return patient.surgeon().page(source).copyOver(target);
  }

  private void slack() {
    byte[] hidden = "hidden".getBytes(US_ASCII);
    long leaf = patient.leaves().get(3);
    on("slack-of-a-leaf-planted", SLACK_IS_ZERO, leaf, page -> page.plantInSlack(hidden));
    on("slack-of-a-branch-planted", SLACK_IS_ZERO, patient.top(), p -> p.plantInSlack(hidden));
    on(
        "slack-of-an-overflow-page-planted",
        SLACK_IS_ZERO,
        patient.largeLeaf(),
        page -> page.plantInSlack(hidden));
    on(
        "slack-of-the-freelist-planted",
        SLACK_IS_ZERO,
        patient.freelist(),
        page -> page.plantInSlack(hidden));
  }

  private void on(
      String name, BrokenRule rule, long page, Function<PageOnTable, PageSurgeon> change) {
    all.add(
        Damage.onPage(name + suffix, rule, page, () -> change.apply(patient.surgeon().page(page))));
  }
}
