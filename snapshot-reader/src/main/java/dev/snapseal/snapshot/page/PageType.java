package dev.snapseal.snapshot.page;

import java.util.Optional;

/// The four kinds of page, by the flag bbolt stores; a page carries exactly one.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go</a>
public enum PageType {
  BRANCH(0x01),
  LEAF(0x02),
  META(0x04),
  FREELIST(0x10);

  private final int flag;

  PageType(int flag) {
    this.flag = flag;
  }

  public int flag() {
    return flag;
  }

  /// The type with exactly this flag.
  public static Optional<PageType> fromFlags(int flags) {
    return switch (flags) {
      case 0x01 -> Optional.of(BRANCH);
      case 0x02 -> Optional.of(LEAF);
      case 0x04 -> Optional.of(META);
      case 0x10 -> Optional.of(FREELIST);
      default -> Optional.empty();
    };
  }
}
