package dev.snapseal.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.crypto.EncryptionPrefix;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingCollectorTest {
  @Test
  void aBaselineHidesAValueWithAName() {
    assertEquals(0, keptBeside(finding(Optional.of("db"))));
  }

  /// All that it has is its place, where today another value may stand.
  @Test
  void aBaselineHidesNoValueWithoutAName() {
    assertEquals(1, keptBeside(finding(Optional.empty())));
  }

  private static int keptBeside(AuditFinding known) {
    FindingCollector collector = new FindingCollector(Set.of(known.fingerprint()));
    collector.add(known);
    return collector.findings().size();
  }

  private static AuditFinding finding(Optional<String> name) {
    return AuditFinding.ofValue(
        AuditRule.PLAINTEXT_FREE,
        Severity.ERROR,
        "db.snapshot",
        new AuditFinding.Value(
            Optional.empty(),
            Optional.of(""),
            Optional.of("secrets"),
            Optional.of("prod"),
            name,
            OptionalLong.empty(),
            Optional.of(Scope.FREE)),
        AuditFinding.Storage.under(EncryptionPrefix.NONE),
        AuditFinding.Place.of(4, 16_384),
        "the end of a Secret, without its beginning");
  }
}
