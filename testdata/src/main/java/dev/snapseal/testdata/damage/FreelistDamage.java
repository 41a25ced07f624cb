package dev.snapseal.testdata.damage;

import static dev.snapseal.testdata.damage.BrokenRule.FREELIST_BOUNDS;
import static dev.snapseal.testdata.damage.BrokenRule.FREELIST_COUNT;
import static dev.snapseal.testdata.damage.BrokenRule.FREELIST_DUPLICATE;
import static dev.snapseal.testdata.damage.BrokenRule.FREELIST_ORDER;
import static dev.snapseal.testdata.damage.BrokenRule.REACHABLE_FREED;
import static dev.snapseal.testdata.damage.BrokenRule.UNREACHABLE_UNFREED;

import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.PageSurgeon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Damage to the stored list of free pages.
final class FreelistDamage {
  private final Patient patient = Patient.with(FreelistForm.STORED);
  private final long page = patient.freelist();
  private final int count = patient.surgeon().page(page).count();
  private final List<Damage> all = new ArrayList<>();

  static List<Damage> all() {
    FreelistDamage freelist = new FreelistDamage();
    freelist.entries();
    freelist.counts();
    return freelist.all;
  }

  private void entries() {
    long end = patient.highWaterMark();
    additional("freelist-id-twice", FREELIST_DUPLICATE, patient.sound().freePages().getLast());
    for (long id : new long[] {0, 1, end, 1L << 52, -1}) {
      additional("freelist-id-" + MetaDamage.named(id, end), FREELIST_BOUNDS, id);
    }
    additional("freelist-holds-a-leaf", REACHABLE_FREED, patient.leaves().get(3));
    additional("freelist-holds-the-root", REACHABLE_FREED, patient.root());
    additional("freelist-holds-an-overflow-page", REACHABLE_FREED, patient.largeLeaf() + 1);
    additional("freelist-holds-itself", REACHABLE_FREED, page);
    on(
        "freelist-ids-descend",
        FREELIST_ORDER,
        surgeon ->
            surgeon
                .freelistEntry(page, 0, patient.sound().freePages().get(1))
                .freelistEntry(page, 1, patient.sound().freePages().get(0)));
  }

  private void counts() {
    on("page-unreachable-and-not-free", UNREACHABLE_UNFREED, s -> s.page(page).count(count - 1));
    on("freelist-emptied", UNREACHABLE_UNFREED, s -> s.page(page).count(0));
    on("freelist-count-past-its-page", FREELIST_COUNT, s -> s.page(page).count(60_000));
    on(
        "freelist-count-in-first-entry-of-2-to-the-60",
        FREELIST_COUNT,
        s -> s.page(page).count(0xFFFF).freelistEntry(page, 0, 1L << 60));
    on(
        "freelist-count-in-first-entry-negative",
        FREELIST_COUNT,
        s -> s.page(page).count(0xFFFF).freelistEntry(page, 0, -1));
    on(
        "freelist-count-in-first-entry-too-small",
        FREELIST_COUNT,
        s -> s.page(page).count(0xFFFF).freelistEntry(page, 0, 1));
  }

  private void additional(String name, BrokenRule rule, long id) {
    on(name, rule, surgeon -> surgeon.page(page).count(count + 1).freelistEntry(page, count, id));
  }

  private void on(String name, BrokenRule rule, UnaryOperator<PageSurgeon> change) {
    all.add(Damage.onPage(name, rule, page, () -> change.apply(patient.surgeon())));
  }
}
