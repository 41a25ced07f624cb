package dev.snapseal.snapshot.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.page.LeafElement;
import java.util.regex.Pattern;

/// Checks the values of bucket `meta`; keys of later versions pass.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/schema/schema.go">etcd
///   schema.go</a>
final class MetaRowCheck implements RowCheck {
  private static final int MAX_NAME_LENGTH = 64;
  private static final int MAX_VERSION_LENGTH = 256;
  private static final Pattern SEMANTIC_VERSION =
      Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}([-+][0-9A-Za-z.+-]*)?");

  private final SnapshotBytes bytes;
  private final FindingList findings;
  private final BucketPath bucket;

  MetaRowCheck(SnapshotBytes bytes, FindingList findings, BucketPath bucket) {
    this.bytes = bytes;
    this.findings = findings;
    this.bucket = bucket;
  }

  @Override
  public void row(long pageId, LeafElement element) {
    if (element.keyLength() > MAX_NAME_LENGTH) {
      return;
    }
    String name = text(element.keyOffset(), element.keyLength());
    switch (name) {
      case "consistent_index", "term" -> checkNumber(pageId, name, element);
      case "scheduledCompactRev", "finishedCompactRev" -> checkRevision(pageId, name, element);
      case "storageVersion" -> checkVersion(pageId, element);
      case "confState" -> checkConfState(pageId, element);
      default -> {
        // Keys of later versions are nobody's fault.
      }
    }
  }

  private void checkNumber(long pageId, String name, LeafElement element) {
    if (element.valueLength() != Long.BYTES) {
      error(pageId, element, name + " has " + element.valueLength() + " bytes instead of 8");
    }
  }

  private void checkRevision(long pageId, String name, LeafElement element) {
    if (Revision.fromKeyBytes(bytes, element.valueOffset(), element.valueLength()).isEmpty()) {
      error(pageId, element, name + " is no revision");
    }
  }

  /// etcd goes on without a version it cannot read.
  private void checkVersion(long pageId, LeafElement element) {
    if (element.valueLength() > MAX_VERSION_LENGTH
        || !SEMANTIC_VERSION
            .matcher(text(element.valueOffset(), element.valueLength()))
            .matches()) {
      findings.warning(
          StructureRule.META_VALUE,
          Place.at(pageId, element.valueOffset(), bucket),
          () -> "storageVersion is no version");
    }
  }

  private void checkConfState(long pageId, LeafElement element) {
    if (element.valueLength() < 2
        || bytes.u8(element.valueOffset()) != '{'
        || bytes.u8(element.end() - 1) != '}') {
      error(pageId, element, "confState is no JSON object");
    }
  }

  private void error(long pageId, LeafElement element, String message) {
    findings.error(
        StructureRule.META_VALUE, Place.at(pageId, element.valueOffset(), bucket), () -> message);
  }

  private String text(long offset, int length) {
    byte[] copy = new byte[length];
    bytes.copy(offset, copy, 0, length);
    return new String(copy, US_ASCII);
  }
}
