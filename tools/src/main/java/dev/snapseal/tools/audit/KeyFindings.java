package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.tools.report.Quantity;
import java.util.Optional;
import java.util.OptionalLong;

/// Findings about keys as a whole rather than about single values.
final class KeyFindings {
  /// What Kubernetes' documentation allows under one aesgcm key with random nonces.
  ///
  /// @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/">Encrypting
  ///   Confidential Data at Rest</a>
  private static final long AESGCM_WRITES = 200_000;

  private KeyFindings() {}

  static void add(AuditTotals totals, String path, FindingCollector findings) {
    totals
        .published()
        .forEach(
            (prefix, where) ->
                findings.add(
                    ofKey(
                        AuditRule.PUBLISHED_KEY, path, prefix, "the key is printed at " + where)));
    totals
        .unauthenticated()
        .forEach(
            (prefix, count) ->
                findings.add(
                    ofKey(
                        AuditRule.UNAUTHENTICATED_PROVIDER,
                        path,
                        prefix,
                        Quantity.count(count, "value") + " can be changed without notice")));
    for (EncryptionPrefix prefix : totals.tally().prefixes()) {
      long values = totals.tally().valuesUnder(prefix);
      if (prefix.provider() == Provider.AESGCM && values > AESGCM_WRITES) {
        findings.add(
            ofKey(
                AuditRule.GCM_WRITES,
                path,
                prefix,
                Quantity.count(values) + " values in this file alone; 200,000 are safe"));
      }
    }
  }

  private static AuditFinding ofKey(
      AuditRule rule, String path, EncryptionPrefix prefix, String message) {
    return new AuditFinding(
        rule,
        rule.severity(),
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.of(prefix.provider().jsonName()),
        Optional.of(prefix.keyName()),
        1,
        message);
  }
}
