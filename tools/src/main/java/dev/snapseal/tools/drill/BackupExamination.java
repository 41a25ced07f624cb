package dev.snapseal.tools.drill;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.CheckReport;
import dev.snapseal.snapshot.check.Finding;
import dev.snapseal.snapshot.check.Severity;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.drill.DrillStep.Name;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.FileEnd;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.state.LiveRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The steps that need no etcd: trailer, structure, schema, keys. Belongs to one thread.
final class BackupExamination {
  /// What of the checker's rules is about etcd's use of the file, not about the file.
  private static final Set<StructureRule> SCHEMA_RULES =
      EnumSet.of(StructureRule.ETCD_BUCKETS, StructureRule.META_VALUE, StructureRule.LEASE_ROW);

  private static final int MAX_PREFIXES_SHOWN = 6;

  private final BackupImage image;
  private final DrillOptions options;
  private final DrillLog log;
  private FileDigest.Trailer trailer = FileDigest.Trailer.ABSENT;
  private long encrypted;

  BackupExamination(BackupImage image, DrillOptions options, DrillLog log) {
    this.image = image;
    this.options = options;
    this.log = log;
  }

  FileDigest.Trailer trailer() {
    return trailer;
  }

  /// Computes the hash of the file, and compares it with the trailer.
  InputFacts trailer(LongConsumer progress) throws IOException, InterruptedException {
    FileDigest[] digest = new FileDigest[1];
    log.take(
        Name.TRAILER,
        List.of(),
        () -> {
          digest[0] = FileDigest.compute(image.displayPath(), image.bytes(), progress);
          trailer = digest[0].trailer();
          return endWords();
        });
    return InputFacts.of(image, digest[0]);
  }

  private String endWords() throws StepFailure {
    FileEnd end = FileEnd.of(image, trailer);
    if (end.fault().isPresent()) {
      throw new StepFailure(
          end.fault().get(), FileEnd.remedies(options.words().file(), options.words().opened()));
    }
    return end.kind() == FileEnd.Kind.HASH_FITS
        ? "SHA-256 fits the file"
        : "none, as in every copy of a database: a restore of it takes --skip-hash-check";
  }

  /// Checks the file as `snapseal check --values` does.
  ///
  /// @return what the checker found
  CheckReport structure() throws IOException, InterruptedException {
    CheckReport[] report = new CheckReport[1];
    log.take(
        Name.STRUCTURE,
        damaged(),
        () -> {
          report[0] =
              SnapshotChecker.check(
                  image.displayPath(), image.bytes(), CheckOptions.records().withoutTrailer());
          List<Finding> errors =
              errors(report[0]).filter(found -> !SCHEMA_RULES.contains(found.rule())).toList();
          if (!errors.isEmpty()) {
            throw new StepFailure(words(errors), damaged());
          }
          return "%s, %s%s"
              .formatted(
                  Quantity.count(report[0].pagesChecked(), "page"),
                  Quantity.count(report[0].valuesChecked(), "record"),
                  report[0].warnings() == 0
                      ? ""
                      : ", " + Quantity.count(report[0].warnings(), "warning"));
        });
    return report[0];
  }

  private List<String> damaged() {
    return List.of(
        "restore from another backup, and take a new one while the cluster runs: etcdctl snapshot"
            + " save new.db",
        "if there is no other: snapseal salvage "
            + options.words().opened()
            + " --output saved.db");
  }

  private static Stream<Finding> errors(CheckReport report) {
    return report.findings().stream().filter(found -> found.severity() == Severity.ERROR);
  }

  private static String words(List<Finding> errors) {
    Finding first = errors.getFirst();
    StringBuilder words = new StringBuilder(first.rule().id()).append(": ");
    first.page().ifPresent(page -> words.append("page ").append(page).append(": "));
    words.append(first.message());
    if (errors.size() > 1) {
      words.append(" (and ").append(Quantity.count(errors.size() - 1L, "more error")).append(')');
    }
    return words.toString();
  }

  /// Looks at what etcd keeps beside the keys.
  ///
  /// @param report of the structure, which is sound
  void schema(CheckReport report, RevisionIndex index, StoreFacts facts, LiveRecords live)
      throws IOException, InterruptedException {
    log.take(
        Name.SCHEMA,
        List.of(),
        () -> {
          List<Finding> errors =
              errors(report).filter(found -> SCHEMA_RULES.contains(found.rule())).toList();
          if (!errors.isEmpty()) {
            throw new StepFailure(words(errors), wrongSchema());
          }
          requireNoneMalformed(facts);
          requireLeases(live, facts);
          return "of etcd %s, revision %s, %s, %s"
              .formatted(
                  facts.storage().series(),
                  Quantity.count(index.lastMain()),
                  Quantity.count(live.count(), "key"),
                  Quantity.count(facts.leases().size(), "lease"));
        });
  }

  private void requireNoneMalformed(StoreFacts facts) throws StepFailure {
    if (!facts.meta().malformed().isEmpty()) {
      throw new StepFailure(
          "bucket meta: %s not as etcd writes it"
              .formatted(String.join(", ", facts.meta().malformed())),
          wrongSchema());
    }
    boolean saysVersion = facts.meta().storageVersion().isPresent();
    if (saysVersion && EtcdVersion.in(facts.meta().storageVersion().get()).isEmpty()) {
      throw new StepFailure("bucket meta: storageVersion is no version", wrongSchema());
    }
  }

  /// etcd starts all the same, and such keys stay for ever.
  private void requireLeases(LiveRecords live, StoreFacts facts) throws StepFailure {
    Optional<RevisionRecord> first = withoutLease(live, facts).findFirst();
    if (first.isPresent()) {
      long lost = withoutLease(live, facts).count();
      throw new StepFailure(
          "%s on a lease that the file does not have, and would never expire: %s on lease %s"
              .formatted(
                  lost == 1 ? "1 key hangs" : Quantity.count(lost) + " keys hang",
                  SafeText.etcdKey(first.get().key()),
                  Long.toHexString(first.get().lease())),
          List.of(
              "restore from another backup; if there is none, delete these keys once etcd runs:"
                  + " etcdctl del KEY",
              "which they are: snapseal get " + options.words().opened() + " KEY"));
    }
  }

  private static Stream<RevisionRecord> withoutLease(LiveRecords live, StoreFacts facts) {
    return live.stream()
        .filter(record -> record.lease() != 0 && !facts.leases().containsKey(record.lease()));
  }

  private List<String> wrongSchema() {
    return List.of(
        "restore from another backup; what exactly is wrong: snapseal check --values "
            + options.words().opened());
  }

  /// Opens the newest value of each key, or says which keys that would take.
  void keys(LiveRecords live) throws IOException, InterruptedException {
    log.take(
        Name.KEYS,
        List.of(),
        () -> {
          try (ValueTrial trial = new ValueTrial(options.ring(), ValueTrial.Manner.ANY_KEY)) {
            live.stream().forEach(record -> trial.add(record.key(), record.value()));
            encrypted = trial.opened() + trial.unopenedValues();
            requireOpened(trial);
            if (options.ring().isEmpty() && encrypted > 0) {
              throw StepFailure.skipped(
                  "not tried, no key was given; needed: " + keyList(trial), keysGiven(live));
            }
            return encrypted == 0
                ? "none needed: nothing is encrypted"
                : "%s opened, %s not encrypted"
                    .formatted(
                        Quantity.count(trial.opened(), "value"), Quantity.count(trial.plain()));
          }
        });
  }

  /// Values of the newest state that are encrypted.
  long encrypted() {
    return encrypted;
  }

  private void requireOpened(ValueTrial trial) throws StepFailure {
    if (trial.failed() > 0) {
      throw new StepFailure(
          "%s of the newest state not opened (%s): %s"
              .formatted(Quantity.count(trial.failed(), "value"), keyList(trial), trial.failures()),
          otherKeys(trial));
    }
  }

  private List<String> keysGiven(LiveRecords live) {
    List<String> remedies = new ArrayList<>();
    if (BootstrapSign.isIn(live)) {
      remedies.add(
          "open them with the server token of k3s or RKE2: "
              + options.again().plus("--token-file", "/var/lib/rancher/k3s/server/token"));
    }
    remedies.add(
        "open them as well, with the cluster's own configuration: "
            + options.again().plus("--config", "encryption-config.yaml"));
    return remedies;
  }

  private List<String> otherKeys(ValueTrial trial) {
    return List.of(
        trial.away().isEmpty()
            ? "name the configuration that has their key as well: "
                + options.again().plus("--config", "OLD")
            : pluginsNeeded(trial, options.again()),
        "which keys open what: snapseal keys " + options.words().openedWithKeys());
  }

  /// What to do if plugins were not there.
  static String pluginsNeeded(ValueTrial trial, DrillOptions.Again again) {
    return "start what answers at %s, or name other sockets: %s"
        .formatted(String.join(" and ", trial.away().values()), again.withSockets(trial.away()));
  }

  /// Keys by their prefix, and how many values are under each.
  private static String keyList(ValueTrial trial) {
    Map<EncryptionPrefix, Long> keys = trial.unopened();
    String list =
        keys.entrySet().stream()
            .limit(MAX_PREFIXES_SHOWN)
            .map(entry -> entry.getKey().text() + " " + Quantity.count(entry.getValue(), "value"))
            .collect(Collectors.joining(", "));
    return list + (keys.size() > MAX_PREFIXES_SHOWN ? ", and others" : "");
  }
}
