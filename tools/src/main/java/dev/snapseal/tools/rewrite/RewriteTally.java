package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.report.SafeText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts what happens to values. Safe for use by several threads.
final class RewriteTally {
  /// More would fill the heap with a crafted file's.
  private static final int KEPT_FAILURES = 10_000;

  /// Kubernetes has some hundreds.
  private static final int KEPT_RESOURCES = 1000;

  private static final int SHOWN_KEY_BYTES = 1024;

  private static final GroupResource SECRETS = new GroupResource("", "secrets");

  private final Map<EncryptionPrefix, long[]> byPrefix = new HashMap<>();
  private final Map<GroupResource, Long> withoutRule = new HashMap<>();
  private final List<FailedValue> failures = new ArrayList<>();
  private final Set<GroupResource> included = new HashSet<>();
  private long leftEncrypted;
  private long current;
  private long plaintextLeft;
  private long plaintextSecrets;
  private long unplaced;
  private String unplacedExample = "";
  private long failedPlaintext;
  private boolean pluginLacks;
  private long failed;
  private long transformed;
  private long copied;

  synchronized void transformed(EncryptionPrefix from, EncryptionPrefix to, long count) {
    transformed += count;
    counts(from)[0] += count;
    counts(to)[1] += count;
  }

  synchronized void copied() {
    copied++;
  }

  synchronized void withoutRule(GroupResource resource) {
    boolean isKnown = withoutRule.containsKey(resource) || withoutRule.size() < KEPT_RESOURCES;
    withoutRule.merge(isKnown ? resource : ResourceReader.UNLISTED, 1L, Long::sum);
  }

  /// A value of a resource that the user named, or of any if he named none.
  synchronized void included(GroupResource resource) {
    if (included.size() < KEPT_RESOURCES) {
      included.add(resource);
    }
  }

  /// An encrypted value of a resource that the user did not name.
  synchronized void leftEncrypted() {
    leftEncrypted++;
  }

  /// A value that is as the configuration would write it.
  synchronized void isCurrent() {
    current++;
  }

  /// Plaintext of a resource that no rule encrypts.
  synchronized void leftPlain(GroupResource resource) {
    plaintextLeft++;
    if (resource.equals(SECRETS)) {
      plaintextSecrets++;
    }
  }

  /// Plaintext that looks like Kubernetes' by its key, under a prefix that is not known to be.
  synchronized void unplaced(RevisionRecord record) {
    unplaced++;
    if (unplacedExample.isEmpty()) {
      unplacedExample = shownKey(record);
    }
  }

  synchronized long current() {
    return current;
  }

  synchronized RewriteReport.Plaintext plaintext() {
    return new RewriteReport.Plaintext(plaintextLeft, plaintextSecrets, unplaced, unplacedExample);
  }

  synchronized long encryptedLeft() {
    return leftEncrypted;
  }

  synchronized boolean hasIncluded(GroupResource wanted) {
    return included.contains(wanted) || included.stream().anyMatch(wanted::covers);
  }

  synchronized void failed(RevisionRecord record, String reason) {
    failed++;
    keep(new FailedValue(shownKey(record), record.revision().main(), reason, false));
  }

  /// Plaintext that has to be encrypted, and nobody can tell by which rule.
  synchronized void failedPlaintext(RevisionRecord record, String reason) {
    unplaced(record);
    failed++;
    failedPlaintext++;
    keep(new FailedValue(shownKey(record), record.revision().main(), reason, true));
  }

  private void keep(FailedValue failure) {
    if (failures.size() < KEPT_FAILURES) {
      failures.add(failure);
    }
  }

  /// A value that did not open.
  synchronized void failed(RevisionRecord record, ValueDecryptionException failure) {
    failed(record, "", failure);
  }

  /// A value that did not open.
  ///
  /// @param prefix that it has, so that a reason says which key is meant
  synchronized void failed(RevisionRecord record, String prefix, ValueDecryptionException failure) {
    pluginLacks |= failure instanceof ValueDecryptionException.KmsUnavailable;
    failed(record, prefix.isEmpty() ? failure.detail() : prefix + " " + failure.detail());
  }

  /// An element that is no record.
  synchronized void malformed(String reason) {
    failed++;
    keep(new FailedValue("", 0, reason, false));
  }

  private static String shownKey(RevisionRecord record) {
    byte[] key = record.keyBytes();
    return SafeText.etcdKey(
        key.length <= SHOWN_KEY_BYTES ? key : java.util.Arrays.copyOf(key, SHOWN_KEY_BYTES));
  }

  private long[] counts(EncryptionPrefix prefix) {
    return byPrefix.computeIfAbsent(prefix, p -> new long[2]);
  }

  synchronized boolean hasFailures() {
    return failed > 0;
  }

  synchronized long failed() {
    return failed;
  }

  synchronized long transformed() {
    return transformed;
  }

  synchronized long copiedValues() {
    return copied;
  }

  /// What is thrown for them.
  synchronized UnopenedValuesException failure(String file) {
    return new UnopenedValuesException(file, failures(), failed, failedPlaintext, pluginLacks);
  }

  /// Those kept, by revision.
  synchronized List<FailedValue> failures() {
    List<FailedValue> sorted = new ArrayList<>(failures);
    Collections.sort(sorted);
    return List.copyOf(sorted);
  }

  synchronized Map<GroupResource, Long> withoutRule() {
    return Map.copyOf(withoutRule);
  }

  /// Values read and written under each prefix, in the order of prefixes.
  synchronized List<RewriteReport.KeyUse> byKey() {
    return byPrefix.entrySet().stream()
        .map(e -> new RewriteReport.KeyUse(e.getKey(), e.getValue()[0], e.getValue()[1]))
        .sorted((a, b) -> a.prefix().text().compareTo(b.prefix().text()))
        .toList();
  }
}
