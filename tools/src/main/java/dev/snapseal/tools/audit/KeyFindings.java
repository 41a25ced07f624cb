package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.tools.report.Quantity;

/// Findings about the keys of one file as a whole rather than about single values.
final class KeyFindings {
  /// What Kubernetes' documentation allows under one aesgcm key with random nonces.
  ///
  /// @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/">Encrypting
  ///   Confidential Data at Rest</a>
  static final long AESGCM_WRITES = 200_000;

  private KeyFindings() {}

  static void add(AuditTotals totals, String path, FindingCollector findings) {
    totals
        .published()
        .forEach(
            (prefix, where) ->
                findings.add(
                    AuditFinding.ofKey(
                        AuditRule.PUBLISHED_KEY, path, prefix, "the key is printed at " + where)));
    totals
        .unauthenticated()
        .forEach(
            (prefix, count) ->
                findings.add(
                    AuditFinding.ofKey(
                        AuditRule.UNAUTHENTICATED_PROVIDER,
                        path,
                        prefix,
                        Quantity.count(count, "value") + " can be changed without notice")));
    for (EncryptionPrefix prefix : totals.tally().prefixes()) {
      long values = totals.tally().valuesUnder(prefix);
      if (prefix.provider() == Provider.AESGCM && values > AESGCM_WRITES) {
        findings.add(
            AuditFinding.ofKey(
                AuditRule.GCM_WRITES,
                path,
                prefix,
                Quantity.count(values) + " values in this file alone; 200,000 writes are safe"));
      }
    }
  }
}
