package dev.snapseal.testdata.damage;

import static dev.snapseal.testdata.damage.BrokenRule.BRANCH_KEY;
import static dev.snapseal.testdata.damage.BrokenRule.ELEMENT_BOUNDS;
import static dev.snapseal.testdata.damage.BrokenRule.ELEMENT_FLAGS;
import static dev.snapseal.testdata.damage.BrokenRule.KEY_EMPTY;
import static dev.snapseal.testdata.damage.BrokenRule.KEY_ORDER;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.testdata.ElementOnTable;
import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.PageSurgeon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Damage to single elements: where their keys and values lie, and in which order.
final class ElementDamage {
  private static final long U32_MAX = 0xFFFF_FFFFL;

  private final Patient patient = Patient.with(FreelistForm.STORED);
  private final List<Damage> all = new ArrayList<>();

  static List<Damage> all() {
    ElementDamage elements = new ElementDamage();
    elements.leafBounds();
    elements.branchBounds();
    elements.flagsAndEmptyKeys();
    elements.order();
    elements.branchKeys();
    return elements.all;
  }

  private void leafBounds() {
    leaf("leaf-pos-past-the-page", element -> element.pos(70_000));
    leaf("leaf-pos-4294967295", element -> element.pos(U32_MAX));
    leaf("leaf-pos-zero", element -> element.pos(0));
    leaf("leaf-pos-inside-the-elements", element -> element.pos(16));
    leaf("leaf-key-size-past-the-page", element -> element.keySize(2000));
    leaf("leaf-key-size-4294967295", element -> element.keySize(U32_MAX));
    leaf("leaf-value-size-past-the-page", element -> element.valueSize(2000));
    leaf("leaf-value-size-2147483647", element -> element.valueSize(Integer.MAX_VALUE));
    leaf("leaf-value-size-4294967295", element -> element.valueSize(U32_MAX));
  }

  private void branchBounds() {
    branch("branch-pos-past-the-page", element -> element.pos(70_000));
    branch("branch-pos-4294967295", element -> element.pos(U32_MAX));
    branch("branch-pos-zero", element -> element.pos(0));
    branch("branch-key-size-past-the-page", element -> element.keySize(2000));
    branch("branch-key-size-4294967295", element -> element.keySize(U32_MAX));
  }

  private void flagsAndEmptyKeys() {
    long leaf = patient.leaves().get(3);
    on("leaf-element-with-an-unknown-flag", ELEMENT_FLAGS, leaf, 1, e -> e.flags(2));
    on("leaf-element-with-all-flags-but-bucket", ELEMENT_FLAGS, leaf, 1, e -> e.flags(-2));
    on("leaf-value-flagged-bucket", BrokenRule.BUCKET_HEADER, leaf, 1, e -> e.flags(1));
    on("leaf-key-empty", KEY_EMPTY, patient.small(), 0, e -> e.keySize(0));
    on("branch-key-empty", KEY_EMPTY, patient.top(), 0, e -> e.keySize(0));
    on(
        "root-element-not-a-bucket",
        BrokenRule.ROOT_HOLDS_BUCKETS,
        patient.root(),
        Patient.SMALL,
        e -> e.flags(0));
  }

  private void order() {
    long leaf = patient.leaves().get(3);
    page("leaf-keys-swapped", leaf, patient.surgeon().page(leaf).swapElements(1, 2));
    page(
        "leaf-key-twice",
        leaf,
        patient.surgeon().element(leaf, 2).key(patient.surgeon().element(leaf, 1).key()));
    page(
        "leaf-key-below-its-parent", leaf, patient.surgeon().element(leaf, 0).key(ascii("k00000")));
    page("leaf-key-above-the-next-leaf", leaf, patient.surgeon().element(leaf, 3).key(ascii("z")));
    page(
        "leaf-key-equal-to-the-next-leaf",
        leaf,
        patient.surgeon().element(leaf, 3).key(ascii("k00160")));
    long branch = patient.lowBranch();
    page("branch-keys-swapped", branch, patient.surgeon().page(branch).swapElements(0, 1));
    page(
        "branch-key-twice",
        branch,
        patient.surgeon().element(branch, 2).key(patient.surgeon().element(branch, 1).key()));
    page(
        "root-bucket-names-swapped",
        patient.root(),
        patient.surgeon().page(patient.root()).swapElements(Patient.OUTER, Patient.SMALL));
  }

  private void branchKeys() {
    on(
        "branch-key-below-its-child",
        BRANCH_KEY,
        patient.lowBranch(),
        1,
        e -> e.key(ascii("k00035")));
    on(
        "branch-key-above-its-child",
        KEY_ORDER,
        patient.lowBranch(),
        1,
        e -> e.key(ascii("k00045")));
    on("branch-key-shortened", BRANCH_KEY, patient.top(), 0, e -> e.keySize(3));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private void leaf(String name, Function<ElementOnTable, PageSurgeon> change) {
    on(name, ELEMENT_BOUNDS, patient.leaves().get(3), 1, change);
  }

  private void branch(String name, Function<ElementOnTable, PageSurgeon> change) {
    on(name, ELEMENT_BOUNDS, patient.lowBranch(), 1, change);
  }

  private void on(
      String name,
      BrokenRule rule,
      long page,
      int index,
      Function<ElementOnTable, PageSurgeon> change) {
    all.add(
        Damage.onPage(
            name, rule, page, () -> change.apply(patient.surgeon().element(page, index))));
  }

  private void page(String name, long page, PageSurgeon done) {
    all.add(Damage.onPage(name, KEY_ORDER, page, () -> done));
  }
}
