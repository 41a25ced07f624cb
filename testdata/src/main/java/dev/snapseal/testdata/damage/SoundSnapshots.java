package dev.snapseal.testdata.damage;

import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TrailerForm;
import dev.snapseal.testdata.etcd.ClusterRows;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Built files that must be accepted: each shows one form that the format allows.
public final class SoundSnapshots {
  private final List<SoundSnapshot> all = new ArrayList<>();

  private SoundSnapshots() {}

  /// Every sound file; the bytes are made when they are asked for.
  public static List<SoundSnapshot> all() {
    SoundSnapshots sound = new SoundSnapshots();
    sound.pageSizes();
    sound.trees();
    sound.freelists();
    sound.ends();
    sound.stores();
    return List.copyOf(sound.all);
  }

  private void pageSizes() {
    for (int size : new int[] {512, 1024, 3000, 4096, 16_384, 65_536}) {
      add("page-size-" + size, mixed(SnapshotBuilder.snapshot().pageSize(size)));
    }
  }

  private static SnapshotBuilder mixed(SnapshotBuilder file) {
    return file.bucket("empty", bucket -> {})
        .bucket("empty own page", bucket -> bucket.ownPages())
        .bucket("inline", bucket -> bucket.put("a", "1").put("b", "").sequence(3))
        .bucket("large", bucket -> bucket.fill("v", 3, 70_000))
        .bucket("many", bucket -> bucket.fill("k", 300, 40))
        .bucket(
            "outer",
            bucket ->
                bucket
                    .sequence(7)
                    .bucket("inner", inner -> inner.fill("i", 5, 10).fanOut(1, 2))
                    .bucket("inner inline", inner -> inner.put("q", "w")));
  }

  private void trees() {
    for (int depth = 1; depth <= 6; depth++) {
      int levels = depth;
      add(
          "depth-" + depth,
          SnapshotBuilder.snapshot()
              .bucket(
                  "key", bucket -> bucket.fill("k", 1 << levels, 9).fanOut(2, 2).depth(levels)));
    }
    add(
        "branch-pages-of-one-element",
        SnapshotBuilder.snapshot().bucket("key", bucket -> bucket.put("a", "b").depth(4)));
    add(
        "longest-key",
        SnapshotBuilder.snapshot()
            .bucket(
                "key", bucket -> bucket.put("k".repeat(32_768), "v").put("a", "v").fanOut(1, 2)));
    add(
        "keys-of-high-bytes-and-prefixes",
        SnapshotBuilder.snapshot()
            .bucket(
                "key",
                bucket ->
                    bucket
                        .put(new byte[] {(byte) 0xFF}, new byte[0])
                        .put(new byte[] {0x7F}, new byte[0])
                        .put(new byte[] {0x7F, 0}, new byte[0])
                        .put(new byte[] {(byte) 0x80}, new byte[1])
                        .fanOut(1, 2)));
    add("root-bucket-empty", SnapshotBuilder.snapshot().pageSize(4096));
    add(
        "root-bucket-of-many-pages",
        manyBuckets(SnapshotBuilder.snapshot().root(root -> root.fanOut(2, 2))));
    add(
        "inline-bucket-larger-than-bbolt-makes",
        SnapshotBuilder.snapshot().bucket("key", bucket -> bucket.fill("k", 30, 60).inline()));
  }

  private static SnapshotBuilder manyBuckets(SnapshotBuilder file) {
    for (int i = 0; i < 20; i++) {
      file.bucket("bucket%02d".formatted(i), bucket -> bucket.put("a", "b"));
    }
    return file;
  }

  private void freelists() {
    for (FreelistForm form : FreelistForm.values()) {
      add(
          "freelist-" + form.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          mixed(SnapshotBuilder.snapshot().pageSize(1024).freelist(form))
              .leadingFreePages(5)
              .freeTree(old -> old.fill("old", 100, 30))
              .freeBytes("an old page".getBytes(StandardCharsets.US_ASCII)));
    }
    add(
        "freelist-of-65535-ids",
        SnapshotBuilder.snapshot()
            .pageSize(512)
            .freelist(FreelistForm.STORED)
            .bucket("key", bucket -> bucket.put("a", "b"))
            .freePages(65_535));
    add(
        "freelist-that-fills-its-page",
        SnapshotBuilder.snapshot()
            .pageSize(1024)
            .freelist(FreelistForm.STORED)
            .bucket("key", bucket -> bucket.put("a", "b"))
            .freePages((1024 - 16) / 8));
  }

  private void ends() {
    add("without-trailer", mixed(SnapshotBuilder.snapshot()).trailer(TrailerForm.ABSENT));
    for (long txid : new long[] {2, 3, 1L << 40}) {
      add("snapshot-of-txid-" + txid, mixed(SnapshotBuilder.snapshot()).txid(txid));
      add(
          "data-directory-of-txid-" + txid,
          mixed(SnapshotBuilder.dataDirectory())
              .txid(txid)
              .olderTree(root -> root.bucket("many", bucket -> bucket.fill("k", 299, 40))));
    }
    add("data-directory-grown", mixed(SnapshotBuilder.dataDirectory()).tail(new byte[100_000]));
  }

  private void stores() {
    for (EtcdVersion version : EtcdVersion.values()) {
      String name =
          "etcd-" + version.name().toLowerCase(Locale.ROOT).replace("v", "").replace('_', '.');
      EtcdBuilder etcd = store(version);
      all.add(new SoundSnapshot(name, etcd::snapshot));
    }
    EtcdBuilder bumped = store(EtcdVersion.V3_6).bumpRevision(1_000_000);
    all.add(new SoundSnapshot("etcd-bumped-revision", bumped::snapshot));
    EtcdBuilder empty = EtcdBuilder.of(EtcdVersion.V3_6);
    all.add(new SoundSnapshot("etcd-without-keys", empty::snapshot));
  }

  private static EtcdBuilder store(EtcdVersion version) {
    EtcdBuilder etcd = EtcdBuilder.of(version).keyBucket(bucket -> bucket.fanOut(4, 3));
    for (int i = 0; i < 40; i++) {
      StoredObject secret = StoredObject.secret("shop", "s" + i).data("password", "canary" + i);
      etcd.put(secret.etcdKey(), secret.toBytes());
    }
    etcd.delete("/registry/secrets/shop/s3")
        .transaction(t -> t.put("a", "1").put("b", "2").delete("/registry/secrets/shop/s4"))
        .compact(20);
    ClusterRows.of(etcd)
        .lease(77, 3600)
        .member(0xF000000000000001L, "n1", "http://10.0.0.1:2380")
        .removedMember(5)
        .authEnabled(9)
        .user("root", "$2a$10$" + "a".repeat(53), List.of("root"))
        .role("reader", "/registry/", "/registry0")
        .noSpaceAlarm(7);
    return etcd;
  }

  private void add(String name, SnapshotBuilder builder) {
    all.add(new SoundSnapshot(name, builder::build));
  }
}
