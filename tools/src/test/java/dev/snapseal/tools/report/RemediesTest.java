package dev.snapseal.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.audit.AuditRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a report shows as a command is one.
final class RemediesTest {
  /// Words of a sentence, and what a shell would stumble over.
  @ParameterizedTest
  @EnumSource
  void aCommandHoldsNoProse(AuditRule rule) {
    String remedy = rule.remedyFor("secrets");
    String command = remedy.substring(AuditWords.commandAt(remedy));
    assertFalse(command.matches(".*(, | or | for |;|\\(|'$).*"), command);
    if (!command.isEmpty()) {
      assertTrue(command.matches("(kubectl|etcdctl|snapseal) [a-z]+( .*)?"), command);
    }
  }

  @Test
  void aCredentialHasNoCommand() {
    String remedy = AuditRule.CREDENTIAL.remedy();
    assertEquals(remedy.length(), AuditWords.commandAt(remedy));
  }

  @Test
  void theFileIsNamedIfItIsOne() {
    String remedy = AuditRule.PLAINTEXT_FREE.remedy();
    assertTrue(
        AuditWords.ofOneFile(remedy, List.of("a b.db"))
            .endsWith(": snapseal compact 'a b.db' --output compacted.db"));
    assertEquals(remedy, AuditWords.ofOneFile(remedy, List.of("a.db", "b.db")));
    assertEquals(remedy, AuditWords.ofOneFile(remedy, List.of("a.tar!b.db")));
    assertEquals(remedy, AuditWords.ofOneFile(remedy, List.of("-")));
  }
}
