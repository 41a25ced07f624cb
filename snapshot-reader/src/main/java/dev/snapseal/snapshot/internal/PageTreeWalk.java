package dev.snapseal.snapshot.internal;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.PageFaults;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.page.BranchElement;
import dev.snapseal.snapshot.page.BranchPage;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.TreePage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Visits the pages of one tree in key order; no cycle and no page used twice gets past it.
///
/// Several threads may walk different subtrees through one instance.
public final class PageTreeWalk {
  /// Real trees have fewer than ten levels.
  public static final int MAX_DEPTH = 64;

  /// Takes pages in key order, a branch before what is below it.
  @FunctionalInterface
  public interface PageVisitor {
    void page(TreePage page) throws IOException;
  }

  private final PageDecoder decoder;
  private final PageSet visited;
  private final PageFaults faults;

  public PageTreeWalk(PageDecoder decoder) {
    this(decoder, new PageSet(decoder.meta().highWaterMark()));
  }

  /// A walk that shares the set of pages already seen, so that two trees cannot use one page.
  public PageTreeWalk(PageDecoder decoder, PageSet visited) {
    this(decoder, visited, PageFaults.THROWN);
  }

  /// The same; if `faults` throws nothing, what cannot be followed is passed over by [#walk]. Only
  /// pages that were shown to the visitor are among those seen.
  public PageTreeWalk(PageDecoder decoder, PageSet visited, PageFaults faults) {
    this.decoder = decoder;
    this.visited = visited;
    this.faults = faults;
  }

  public void walk(BucketRoot root, PageVisitor visitor) throws IOException {
    // Not a switch: it is linked by generating a class, which takes a while at every start.
    if (root instanceof BucketRoot.Inline inline) {
      visitInline(inline, visitor);
    } else if (root instanceof BucketRoot.Paged paged) {
      walk(paged.rootPageId(), 0, visitor);
    }
  }

  /// Cuts a tree into at least `wanted` parts where it has that many, in key order; the branch
  /// pages above the cut go to `visitor` at once.
  public List<Subtree> split(BucketRoot root, int wanted, PageVisitor visitor) throws IOException {
    return root instanceof BucketRoot.Paged paged
        ? splitPages(paged.rootPageId(), wanted, visitor)
        : List.of(v -> walk(root, v));
  }

  /// One part of a tree.
  @FunctionalInterface
  public interface Subtree {
    void walk(PageVisitor visitor) throws IOException;
  }

  private List<Subtree> splitPages(long rootPageId, int wanted, PageVisitor visitor)
      throws IOException {
    List<Long> frontier = List.of(rootPageId);
    int depth = 0;
    while (frontier.size() < wanted && depth < MAX_DEPTH && leadsToBranches(frontier)) {
      List<Long> below = new ArrayList<>();
      for (long pageId : frontier) {
        TreePage page = enter(pageId, depth);
        visitor.page(page);
        if (page instanceof BranchPage branch) {
          for (int i = 0; i < branch.count(); i++) {
            below.add(branch.element(i).childPageId());
          }
        }
      }
      frontier = below;
      depth++;
    }
    int cut = depth;
    return frontier.stream().<Subtree>map(id -> visitor2 -> walk(id, cut, visitor2)).toList();
  }

  /// Trees of bbolt are equally deep everywhere except after deletions, so that the first page
  /// tells for its level; a leaf among branches is handed on as a subtree of its own.
  private boolean leadsToBranches(List<Long> frontier) throws CorruptSnapshotException {
    for (long pageId : frontier) {
      if (!(decoder.treePage(pageId) instanceof BranchPage)) {
        return false;
      }
    }
    return true;
  }

  private void walk(long pageId, int depth, PageVisitor visitor) throws IOException {
    if (faults.isKnown(pageId)) {
      return;
    }
    TreePage page;
    try {
      page = enter(pageId, depth);
    } catch (CorruptSnapshotException fault) {
      faults.add(pageId, fault);
      return;
    }
    visitor.page(page);
    if (page instanceof BranchPage branch) {
      for (int i = 0; i < branch.count(); i++) {
        BranchElement element = branch.element(i);
        walk(element.childPageId(), depth + 1, visitor);
      }
    }
  }

  private void visitInline(BucketRoot.Inline inline, PageVisitor visitor) throws IOException {
    try {
      inline.leaf().checkElements();
    } catch (CorruptSnapshotException fault) {
      faults.add(fault);
      return;
    }
    visitor.page(inline.leaf());
  }

  private TreePage enter(long pageId, int depth) throws CorruptSnapshotException {
    TreePage page = decoder.treePage(pageId);
    SnapshotBytes bytes = decoder.bytes();
    if (depth >= MAX_DEPTH) {
      throw bytes.corrupt(
          pageId,
          page.offset(),
          StructureRule.TREE_TOO_DEEP,
          "the tree is deeper than " + MAX_DEPTH + " pages");
    }
    // Not a switch: it is linked by generating a class, which takes a while at every start.
    if (page instanceof LeafPage leaf) {
      leaf.checkElements();
    } else if (page instanceof BranchPage branch) {
      branch.checkElements();
    }
    long taken = visited.addAll(pageId, page.header().span());
    if (taken >= 0) {
      throw bytes.corrupt(
          pageId,
          page.offset(),
          StructureRule.PAGE_MULTIPLE_REFERENCES,
          "page " + taken + " is referred to twice");
    }
    return page;
  }

  /// Adapts a visitor of leaf pages.
  public static PageVisitor leaves(LeafVisitor visitor) {
    return page -> {
      if (page instanceof LeafPage leaf) {
        visitor.leaf(leaf);
      }
    };
  }

  /// Takes leaf pages in key order.
  @FunctionalInterface
  public interface LeafVisitor {
    void leaf(LeafPage page) throws IOException;
  }
}
