package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.RevisionKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Writes a large snapshot from its first page to its trailer in one go: metas, leaves, branches,
/// root.
final class LargeWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final long TXID = 1000;

  private final OutputStream out;
  private final MessageDigest digest = FileEnd.sha256();
  private long nextPage;

  LargeWriter(Path file) throws IOException {
    this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
  }

  void write(LargePlan plan, LargeRecords records) throws IOException {
    long topOfTree = LargeTree.top(plan);
    writeMetas(topOfTree + 1);
    List<Node.BranchElement> level = writeLeaves(plan, records);
    while (level.size() > 1) {
      level = writeBranches(level);
    }
    if (level.getFirst().child() != topOfTree) {
      throw new IllegalStateException(
          "the tree ends at page %d, planned %d".formatted(level.getFirst().child(), topOfTree));
    }
    writeNode(rootBucket(topOfTree));
    out.write(digest.digest());
  }

  private void writeMetas(long root) throws IOException {
    PageSpace metas = new PageSpace(LargePlan.PAGE_SIZE, ORDER);
    MetaPair pair = new MetaPair(root, root, OptionalLong.empty(), root + 1, TXID);
    put(pair.into(metas, 0));
    nextPage = 2;
  }

  private List<Node.BranchElement> writeLeaves(LargePlan plan, LargeRecords records)
      throws IOException {
    List<Node.BranchElement> placed = new ArrayList<>(plan.leaves());
    for (int leaf = 0; leaf < plan.leaves(); leaf++) {
      int from = plan.leafStarts()[leaf];
      List<Node.LeafElement> elements = new ArrayList<>();
      for (int i = from; i < plan.leafStarts()[leaf + 1]; i++) {
        elements.add(element(i, plan.dataBytes()[i], records));
      }
      placed.add(new Node.BranchElement(elements.getFirst().key(), nextPage));
      writeNode(new Node.Leaf(elements));
    }
    return placed;
  }

  private static Node.LeafElement element(int index, int dataBytes, LargeRecords records) {
    long revision = LargePlan.revision(index);
    return new Node.LeafElement(
        0, RevisionKey.put(revision, 0), records.record(index, dataBytes, revision));
  }

  private List<Node.BranchElement> writeBranches(List<Node.BranchElement> below)
      throws IOException {
    List<Node.BranchElement> placed = new ArrayList<>();
    for (int from = 0; from < below.size(); from += LargePlan.perBranch()) {
      int to = Math.min(below.size(), from + LargePlan.perBranch());
      placed.add(new Node.BranchElement(below.get(from).key(), nextPage));
      writeNode(new Node.Branch(below.subList(from, to)));
    }
    return placed;
  }

  /// The buckets of an empty etcd 3.6, all inline, but `key` with the tree just written.
  private static Node rootBucket(long keyRoot) {
    BucketBuilder root = new BucketBuilder();
    EtcdBuilder.of(EtcdVersion.V3_6).topLevelBuckets(root);
    PageSpace unused = new PageSpace(LargePlan.PAGE_SIZE, ORDER);
    byte[] name = "key".getBytes(US_ASCII);
    byte[] header =
        ByteBuffer.allocate(BoltLayout.BUCKET_HEADER_BYTES).order(ORDER).putLong(keyRoot).array();
    List<Node.LeafElement> elements = new TreeLayout(unused).elementsOf("", root);
    elements.replaceAll(
        element ->
            Arrays.equals(element.key(), name)
                ? new Node.LeafElement(BoltLayout.ELEMENT_IS_BUCKET, name, header)
                : element);
    return new Node.Leaf(elements);
  }

  private void writeNode(Node node) throws IOException {
    int pages = Math.ceilDiv(node.sizeBytes(), LargePlan.PAGE_SIZE);
    byte[] image = node.image(nextPage, pages - 1, ORDER);
    put(image);
    put(new byte[pages * LargePlan.PAGE_SIZE - image.length]);
    nextPage += pages;
  }

  private void put(byte[] bytes) throws IOException {
    digest.update(bytes);
    out.write(bytes);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
