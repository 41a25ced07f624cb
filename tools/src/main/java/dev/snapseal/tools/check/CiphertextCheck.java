package dev.snapseal.tools.check;

import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.check.CheckResult.CheckFinding;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.values.ValueOpener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Opens every encrypted value and notes those that do not open.
final class CiphertextCheck implements RecordVisitor, AutoCloseable {
  private static final int MAX_FINDINGS = 1000;

  private final ValueOpener opener;
  private final List<CheckFinding> findings = new ArrayList<>();
  private long errors;
  private long opened;
  private long lackingKey;

  CiphertextCheck(KeyRing ring) {
    this.opener = new ValueOpener(Optional.of(ring));
  }

  /// At most a thousand.
  List<CheckFinding> findings() {
    return findings;
  }

  long errors() {
    return errors;
  }

  long lackingKey() {
    return lackingKey;
  }

  long opened() {
    return opened;
  }

  @Override
  public void record(RevisionRecord record) {
    if (record.isTombstone()) {
      return;
    }
    switch (opener.load(record)) {
      case StoredValue.Plain _ -> {
        // Nothing to open.
      }
      case StoredValue.MalformedPrefix(String rule) -> add(record, "value-prefix", rule);
      case StoredValue.Encrypted _ -> open(record);
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    // The checker has found it.
  }

  @Override
  public void close() {
    opener.close();
  }

  private void open(RevisionRecord record) {
    try {
      opener.open(record);
      opened++;
    } catch (ValueDecryptionException e) {
      lackingKey += e.lacksKey() ? 1 : 0;
      boolean isUnknown = e instanceof ValueDecryptionException.UnknownKey;
      add(record, isUnknown ? "value-key-unknown" : "value-not-opened", e.detail());
    }
  }

  private void add(RevisionRecord record, String rule, String detail) {
    errors++;
    if (findings.size() < MAX_FINDINGS) {
      findings.add(
          new CheckFinding(
              "error",
              rule,
              OptionalLong.of(record.pageId()),
              OptionalLong.of(record.valueOffset()),
              Optional.of("key"),
              "%s at revision %d: %s"
                  .formatted(SafeText.etcdKey(record.key()), record.revision().main(), detail)));
    }
  }
}
