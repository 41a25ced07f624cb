package dev.snapseal.testdata.damage;

import static dev.snapseal.testdata.damage.BrokenRule.BUCKET_HEADER;
import static dev.snapseal.testdata.damage.BrokenRule.CHILD_BOUNDS;
import static dev.snapseal.testdata.damage.BrokenRule.CYCLE;
import static dev.snapseal.testdata.damage.BrokenRule.INLINE_BUCKET;
import static dev.snapseal.testdata.damage.BrokenRule.MULTIPLE_REFERENCES;

import dev.snapseal.testdata.BucketOnTable;
import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.PageSurgeon;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Damage to the values that stand for buckets.
final class BucketDamage {
  private static final int FLAGS = 0;
  private static final int POS = 1;
  private static final int KEY_SIZE = 2;
  private static final int VALUE_SIZE = 3;

  private final Patient patient = Patient.with(FreelistForm.STORED);
  private final List<Damage> all = new ArrayList<>();

  static List<Damage> all() {
    BucketDamage buckets = new BucketDamage();
    buckets.roots();
    buckets.sizes();
    buckets.inlineHeader();
    buckets.inlineElements();
    return buckets.all;
  }

  private void roots() {
    long end = patient.highWaterMark();
    for (long root : new long[] {1, end, end + 1, 1L << 52, -1}) {
      on(
          "bucket-root-" + MetaDamage.named(root, end),
          CHILD_BOUNDS,
          Patient.SMALL,
          bucket -> bucket.root(root));
    }
    on("bucket-root-zero-without-a-page", BUCKET_HEADER, Patient.SMALL, b -> b.root(0));
    on("bucket-root-is-the-root-bucket", CYCLE, Patient.SMALL, b -> b.root(patient.root()));
    on(
        "bucket-shares-the-tree-of-another",
        MULTIPLE_REFERENCES,
        Patient.SMALL,
        bucket -> bucket.root(patient.top()));
    on("inline-bucket-with-a-root", BUCKET_HEADER, Patient.INLINE, b -> b.root(patient.small()));
    long outer = patient.sound().bucket("outer").root();
    all.add(
        Damage.onPage(
            "nested-bucket-is-its-own-parent",
            CYCLE,
            outer,
            () -> patient.surgeon().bucket(outer, 0).root(outer)));
  }

  private void sizes() {
    long root = patient.root();
    for (int size : new int[] {0, 8, 15}) {
      all.add(
          Damage.onPage(
              "bucket-value-of-%d-bytes".formatted(size),
              BUCKET_HEADER,
              root,
              () -> patient.surgeon().element(root, Patient.SMALL).valueSize(size)));
    }
    for (int size : new int[] {16, 31}) {
      all.add(
          Damage.onPage(
              "inline-bucket-value-of-%d-bytes".formatted(size),
              INLINE_BUCKET,
              root,
              () -> patient.surgeon().element(root, Patient.INLINE).valueSize(size)));
    }
  }

  private void inlineHeader() {
    inline("inline-page-with-an-id", bucket -> bucket.inlineId(3));
    inline("inline-page-flagged-branch", bucket -> bucket.inlineFlags(1));
    inline("inline-page-without-flags", bucket -> bucket.inlineFlags(0));
    inline("inline-page-with-overflow", bucket -> bucket.inlineOverflow(1));
    inline("inline-page-count-one-too-many", bucket -> bucket.inlineCount(4));
    inline("inline-page-count-65535", bucket -> bucket.inlineCount(0xFFFF));
  }

  private void inlineElements() {
    inline("inline-pos-past-the-value", bucket -> bucket.inlineElementWord(1, POS, 5000));
    inline("inline-pos-4294967295", bucket -> bucket.inlineElementWord(1, POS, -1));
    inline("inline-pos-zero", bucket -> bucket.inlineElementWord(1, POS, 0));
    inline("inline-key-size-past-the-value", b -> b.inlineElementWord(1, KEY_SIZE, 500));
    inline("inline-key-empty", bucket -> bucket.inlineElementWord(1, KEY_SIZE, 0));
    inline("inline-value-size-past-the-value", b -> b.inlineElementWord(1, VALUE_SIZE, 500));
    inline("inline-value-size-2147483647", b -> b.inlineElementWord(1, VALUE_SIZE, 0x7FFF_FFFF));
    inline("inline-key-repeated", bucket -> bucket.inlineElementWord(1, POS, 32));
    inline("inline-value-flagged-bucket", bucket -> bucket.inlineElementWord(1, FLAGS, 1));
  }

  private void inline(String name, Function<BucketOnTable, PageSurgeon> change) {
    on(name, INLINE_BUCKET, Patient.INLINE, change);
  }

  private void on(
      String name, BrokenRule rule, int index, Function<BucketOnTable, PageSurgeon> change) {
    long root = patient.root();
    all.add(
        Damage.onPage(name, rule, root, () -> change.apply(patient.surgeon().bucket(root, index))));
  }
}
