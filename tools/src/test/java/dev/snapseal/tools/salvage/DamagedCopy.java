package dev.snapseal.tools.salvage;

import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// A real backup with pages of zeroes in it.
///
/// @param truth what it held before
/// @param destroyed the pages
record DamagedCopy(Path path, PlainTree truth, Set<Integer> destroyed) {
  static final List<String> CLUSTERS =
      List.of(
          "etcd-3.5/final.db", "etcd-3.6/final.db", "remnant-3.6/remnant.db", "zoo-1.36/zoo.db");

  static DamagedCopy without(Path folder, String cluster, Set<Integer> pages) throws IOException {
    byte[] bytes = Files.readAllBytes(source(cluster));
    PlainTree truth = PlainTree.of(bytes.clone());
    for (int page : pages) {
      Arrays.fill(bytes, page * PlainTree.PAGE, (page + 1) * PlainTree.PAGE, (byte) 0);
    }
    Path path = Files.write(folder.resolve("damaged.db"), bytes);
    return new DamagedCopy(path, truth, Set.copyOf(pages));
  }

  /// One in ten of all pages, meta pages and root included.
  static DamagedCopy randomly(Path folder, String cluster, long seed) throws IOException {
    int pages = (int) (Files.size(source(cluster)) / PlainTree.PAGE);
    Random random = new Random(seed);
    Set<Integer> destroyed = new TreeSet<>();
    while (destroyed.size() < pages / 10) {
      destroyed.add(random.nextInt(pages));
    }
    return without(folder, cluster, destroyed);
  }

  static Path source(String cluster) {
    return TestData.resource("clusters/" + cluster);
  }

  /// Every page that names buckets, old ones included.
  static Set<Integer> allRoots(String cluster) {
    try {
      byte[] bytes = Files.readAllBytes(source(cluster));
      ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      Set<Integer> roots = new HashSet<>();
      for (int page = 2; page < bytes.length / PlainTree.PAGE; page++) {
        int start = page * PlainTree.PAGE;
        boolean isLeaf = file.getLong(start) == page && file.getShort(start + 8) == 2;
        if (isLeaf && (file.getInt(start + 16) & 1) != 0) {
          roots.add(page);
        }
      }
      return roots;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
