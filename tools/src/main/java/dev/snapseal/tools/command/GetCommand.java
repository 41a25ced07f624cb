package dev.snapseal.tools.command;

import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.kubernetes.TerminalView.Protection;
import dev.snapseal.tools.lookup.CopyLookup;
import dev.snapseal.tools.lookup.KeyLookup;
import dev.snapseal.tools.lookup.KeyQuery;
import dev.snapseal.tools.lookup.Lookup;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.values.ValueOpener;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `snapseal get`.
final class GetCommand implements Callable<Integer> {
  private final CommandIo io;
  private final GivenCommand given;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final LookupArguments arguments = new LookupArguments();
  private final OptionSpec revision =
      Declaration.value(Long.class, "N", "--revision")
          .description("The state at this revision of etcd. Default: the newest.")
          .build();
  private final OptionSpec offset =
      Declaration.value(Long.class, "N", "--offset")
          .description("The one copy at this byte, as 'history --free' lists them.")
          .build();
  private final OptionSpec form =
      Declaration.choice(ValuePrinter.Form.class, "-o", "--output-format")
          .description("A manifest, or the decrypted bytes as they are or in hex.")
          .build();
  private final OptionSpec full =
      Declaration.flag("--full")
          .description("Keep what the API server sets: uid, resourceVersion, managedFields.")
          .build();
  private final OptionSpec reveal =
      Declaration.flag("--reveal").description(HiddenValues.REVEAL_HELP).build();

  GetCommand(CommandIo io, GivenCommand given) {
    this.io = io;
    this.given = given;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "get", this, "Show one value, decrypted, as kubectl apply takes it or as bytes.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal get db.snapshot secret/prod/db --config encryption-config.yaml",
            "  snapseal get db.snapshot configmap/prod/app --revision 4711",
            "  snapseal get db.snapshot secret/prod/db --config k.yaml | kubectl apply -f -",
            "  snapseal get db.snapshot secret/prod/db --offset 131224",
            "  snapseal get db.snapshot /registry/minions/node1 --full -o json",
            "",
            "On a terminal the values of Secrets, and of whatever is encrypted, are hidden",
            "unless --reveal is given.");
    arguments.addTo(spec);
    spec.addOption(revision).addOption(offset).addOption(form).addOption(full).addOption(reveal);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    try (BackupInputs inputs = BackupInputs.openOne(arguments.file(), identityOptions, io)) {
      BackupImage image = inputs.single();
      Optional<ConfiguredKeys> keys = keyOptions.open(io, inputs.images());
      try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes());
          ValueOpener opener = new ValueOpener(keys.map(ConfiguredKeys::ring))) {
        RevisionRecord record = find(snapshot);
        inputs.verifyUnchanged();
        print(record, opener);
      } finally {
        keys.ifPresent(ConfiguredKeys::close);
      }
      return ExitCode.DONE.number();
    }
  }

  private RevisionRecord find(Snapshot snapshot) throws CommandFailure, IOException {
    LookupFailure failure = failure();
    return switch (lookup(snapshot, arguments.query())) {
      case Lookup.Found(RevisionRecord record) -> record;
      case Lookup.Deleted deleted -> throw failure.of(deleted);
      case Lookup.NotYetCreated later -> throw failure.of(later);
      case Lookup.Compacted compacted -> throw failure.of(compacted);
      case Lookup.FutureRevision future -> throw failure.of(future);
      case Lookup.NoValueAt place -> throw failure.of(place);
      case Lookup.NoSuchKey missing -> throw failure.of(missing);
    };
  }

  private Lookup lookup(Snapshot snapshot, KeyQuery query) throws CommandFailure, IOException {
    if (offset().isPresent() && revision().isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--offset and --revision both choose a value: give one of them",
          "which copies there are: " + failure().history());
    }
    if (offset().isPresent()) {
      return CopyLookup.at(snapshot, query, offset().get());
    }
    return revision().isPresent()
        ? KeyLookup.at(snapshot, query, positive(revision().get()))
        : KeyLookup.newest(snapshot, query);
  }

  private static long positive(long revision) throws CommandFailure {
    if (revision < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--revision " + revision + ": must be 1 or more");
    }
    return revision;
  }

  private void print(RevisionRecord record, ValueOpener opener) throws CommandFailure, IOException {
    String where =
        "[%s] %s at revision %d%s"
            .formatted(
                arguments.file(),
                SafeText.etcdKey(record.key()),
                record.revision().main(),
                offset().map(place -> ", offset " + place).orElse(""));
    StoredValue stored = opener.load(record);
    MemorySegment content;
    try {
      content = opener.open(record);
    } catch (ValueDecryptionException e) {
      throw new UnopenedValue(where, stored, given, failure().history(), keyOptions.shellWords())
          .failure(e);
    }
    ValuePrinter printer =
        new ValuePrinter(
            io,
            where,
            Declaration.isGiven(full) ? ValuePrinter.Fields.ALL : ValuePrinter.Fields.MANIFEST,
            io.terminal().output() && !Declaration.isGiven(reveal)
                ? ValuePrinter.Secrecy.HIDDEN
                : ValuePrinter.Secrecy.SHOWN);
    Protection protection =
        stored instanceof StoredValue.Plain ? Protection.PLAIN : Protection.ENCRYPTED;
    printer.print(form.getValue(), content, record.revision().main(), protection);
  }

  private LookupFailure failure() {
    return arguments.failure(given, keyOptions.shellWords());
  }

  private Optional<Long> revision() {
    return Optional.ofNullable(revision.getValue());
  }

  private Optional<Long> offset() {
    return Optional.ofNullable(offset.getValue());
  }
}
