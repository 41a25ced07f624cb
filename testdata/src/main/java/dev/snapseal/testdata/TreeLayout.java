package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.testdata.BucketBuilder.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lays the trees of buckets into pages, bottom up: children first, then their parents.
final class TreeLayout {
  private final PageSpace space;
  private final Map<String, BucketPages> pagesByPath = new LinkedHashMap<>();

  TreeLayout(PageSpace space) {
    this.space = space;
  }

  /// Where each bucket with pages of its own stands, by its path of names with `/`; the root
  /// bucket's path is empty.
  Map<String, BucketPages> pagesByPath() {
    return pagesByPath;
  }

  /// Places the tree of a bucket and of all buckets inside it.
  ///
  /// @return the page id of its root
  long place(String path, BucketBuilder bucket) {
    List<Node.LeafElement> elements = elementsOf(path, bucket);
    List<Node.BranchElement> level = placeLeaves(elements, bucket.perLeaf());
    List<Long> leaves = ids(level);
    List<Long> branches = new ArrayList<>();
    int depth = 1;
    while (level.size() > 1 || depth < bucket.depth()) {
      level = placeBranches(level, bucket.perBranch());
      branches.addAll(ids(level));
      depth++;
    }
    long root = level.getFirst().child();
    pagesByPath.put(path, new BucketPages(root, leaves, List.copyOf(branches)));
    return root;
  }

  List<Node.LeafElement> elementsOf(String path, BucketBuilder bucket) {
    List<Node.LeafElement> elements = new ArrayList<>();
    bucket.contents().forEach((key, content) -> elements.add(element(path, key, content)));
    return elements;
  }

  private Node.LeafElement element(String path, byte[] key, Content content) {
    return switch (content) {
      case Content.Value(byte[] bytes) -> new Node.LeafElement(0, key, bytes);
      case Content.Nested(BucketBuilder bucket) ->
          new Node.LeafElement(
              BoltLayout.ELEMENT_IS_BUCKET, key, bucketValue(pathOf(path, key), bucket));
    };
  }

  private static String pathOf(String path, byte[] name) {
    String own = new String(name, UTF_8);
    return path.isEmpty() ? own : path + "/" + own;
  }

  private byte[] bucketValue(String path, BucketBuilder bucket) {
    byte[] inlinePage = isInline(bucket) ? inlinePage(path, bucket) : new byte[0];
    long root = inlinePage.length > 0 ? 0 : place(path, bucket);
    return ByteBuffer.allocate(BoltLayout.BUCKET_HEADER_BYTES + inlinePage.length)
        .order(space.order())
        .putLong(root)
        .putLong(bucket.sequence())
        .put(inlinePage)
        .array();
  }

  private byte[] inlinePage(String path, BucketBuilder bucket) {
    return new Node.Leaf(elementsOf(path, bucket)).image(0, 0, space.order());
  }

  /// bbolt v1.5.0, bucket.go `inlineable`.
  private boolean isInline(BucketBuilder bucket) {
    return switch (bucket.placement()) {
      case INLINE -> true;
      case OWN_PAGES -> false;
      case AS_BBOLT_WOULD -> hasOnlyValues(bucket) && plainSize(bucket) <= space.pageSize() / 4;
    };
  }

  private static boolean hasOnlyValues(BucketBuilder bucket) {
    return bucket.contents().values().stream().allMatch(Content.Value.class::isInstance);
  }

  private int plainSize(BucketBuilder bucket) {
    return new Node.Leaf(elementsOf("", bucket)).sizeBytes();
  }

  private List<Node.BranchElement> placeLeaves(List<Node.LeafElement> elements, int perLeaf) {
    List<Node.BranchElement> placed = new ArrayList<>();
    int from = 0;
    do {
      int to = from;
      int size = BoltLayout.PAGE_HEADER_BYTES;
      while (to < elements.size()
          && to - from < perLeaf
          && (to == from || size + elements.get(to).sizeBytes() <= space.pageSize())) {
        size += elements.get(to).sizeBytes();
        to++;
      }
      byte[] first = elements.isEmpty() ? new byte[0] : elements.get(from).key();
      long id = space.place(new Node.Leaf(elements.subList(from, to)));
      placed.add(new Node.BranchElement(first, id));
      from = to;
    } while (from < elements.size());
    return placed;
  }

  private List<Node.BranchElement> placeBranches(List<Node.BranchElement> below, int perBranch) {
    List<Node.BranchElement> placed = new ArrayList<>();
    int from = 0;
    while (from < below.size()) {
      int to = from;
      int size = BoltLayout.PAGE_HEADER_BYTES;
      while (to < below.size()
          && to - from < perBranch
          && (to - from < 2 || size + below.get(to).sizeBytes() <= space.pageSize())) {
        size += below.get(to).sizeBytes();
        to++;
      }
      long id = space.place(new Node.Branch(below.subList(from, to)));
      placed.add(new Node.BranchElement(below.get(from).key(), id));
      from = to;
    }
    return placed;
  }

  private static List<Long> ids(List<Node.BranchElement> level) {
    return level.stream().map(Node.BranchElement::child).toList();
  }
}
