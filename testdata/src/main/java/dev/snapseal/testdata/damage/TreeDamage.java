package dev.snapseal.testdata.damage;

import static dev.snapseal.testdata.damage.BrokenRule.CHILD_BOUNDS;
import static dev.snapseal.testdata.damage.BrokenRule.CYCLE;
import static dev.snapseal.testdata.damage.BrokenRule.MULTIPLE_REFERENCES;
import static dev.snapseal.testdata.damage.BrokenRule.PAGE_TYPE;
import static dev.snapseal.testdata.damage.BrokenRule.REACHABLE_FREED;

import dev.snapseal.testdata.FreelistForm;
import java.util.ArrayList;
import java.util.List;

/// Damage to the pointers between pages.
final class TreeDamage {
  private final Patient patient;
  private final String suffix;
  private final List<Damage> all = new ArrayList<>();

  private TreeDamage(FreelistForm freelist, String suffix) {
    this.patient = Patient.with(freelist);
    this.suffix = suffix;
  }

  static List<Damage> all() {
    TreeDamage stored = new TreeDamage(FreelistForm.STORED, "");
    stored.children();
    stored.atTheFreelist();
    TreeDamage none = new TreeDamage(FreelistForm.NONE, "-without-freelist");
    none.children();
    List<Damage> both = new ArrayList<>(stored.all);
    both.addAll(none.all);
    return both;
  }

  private void children() {
    long end = patient.highWaterMark();
    for (long page : new long[] {0, 1, end, end + 1, 1L << 52, -1}) {
      child("child-" + MetaDamage.named(page, end), CHILD_BOUNDS, patient.lowBranch(), page);
    }
    child("branch-is-its-own-child", CYCLE, patient.lowBranch(), patient.lowBranch());
    child("cycle-in-branch-pages", CYCLE, patient.lowBranch(), patient.top());
    child("leaf-reached-twice", MULTIPLE_REFERENCES, patient.lowBranch(), patient.leaves().get(0));
    child("leaf-of-another-bucket", MULTIPLE_REFERENCES, patient.lowBranch(), patient.small());
    child(
        "overflow-page-as-child",
        MULTIPLE_REFERENCES,
        patient.lowBranch(),
        patient.largeLeaf() + 1);
    child("free-page-as-child", REACHABLE_FREED, patient.lowBranch(), 2);
    child("root-bucket-as-child", CYCLE, patient.lowBranch(), patient.root());
  }

  private void atTheFreelist() {
    child("freelist-as-child", PAGE_TYPE, patient.lowBranch(), patient.freelist());
  }

  private void child(String name, BrokenRule rule, long branch, long page) {
    all.add(
        Damage.onPage(
            name + suffix, rule, branch, () -> patient.surgeon().element(branch, 1).child(page)));
  }
}
