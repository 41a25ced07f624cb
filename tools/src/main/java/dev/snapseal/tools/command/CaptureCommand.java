package dev.snapseal.tools.command;

import static dev.snapseal.tools.output.MemoryFolder.SHARED_MEMORY;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.capture.CaptureException;
import dev.snapseal.tools.capture.CaptureOptions;
import dev.snapseal.tools.capture.CaptureReport;
import dev.snapseal.tools.capture.ReceivedSnapshot;
import dev.snapseal.tools.capture.SnapshotCapture;
import dev.snapseal.tools.etcd.EtcdCredentialsException;
import dev.snapseal.tools.etcd.EtcdEndpoint;
import dev.snapseal.tools.etcd.EtcdLogin;
import dev.snapseal.tools.etcd.LiveEtcd;
import dev.snapseal.tools.etcd.LiveEtcdException;
import dev.snapseal.tools.etcd.ServerStatus;
import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.CaptureJson;
import dev.snapseal.tools.report.CaptureText;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.rewrite.RewriteOptions;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal capture`.
final class CaptureCommand implements Callable<Integer> {
  private final CommandIo io;
  private final GivenCommand given;
  private final PositionalParamSpec endpoint =
      Declaration.parameter(0, "ENDPOINT", "One member, such as https://127.0.0.1:2379.");
  private final EtcdOptions etcdOptions = new EtcdOptions();
  private final SnapshotOptions output = new SnapshotOptions("backup.db.age");
  private final KeyOptions keyOptions = new KeyOptions();
  private final RecipientOptions recipientOptions = new RecipientOptions();
  private final OptionSpec allowPlaintext =
      Declaration.flag("--allow-plaintext")
          .description("Write Secrets even if they can be read in OUT.")
          .build();
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions format = new OutputOptions();

  CaptureCommand(CommandIo io, GivenCommand given) {
    this.io = io;
    this.given = given;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "capture",
            this,
            "Take a snapshot of a live etcd: checked, encrypted, sealed.",
            "It is held in memory until it is whole and its hash is right, then encrypted with"
                + " --config and sealed with -r: only that is written.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal capture https://127.0.0.1:2379 --cacert ca.crt --cert client.crt \\",
            "    --key client.key -r age1... --output backup.db.age",
            "  snapseal capture 127.0.0.1:2379 --config config.yaml --output backup.db",
            "",
            "Memory: an eighth more than the database file, and 200 MB; with both --config",
            "and -r, or what is readable to --output -, its size again in /dev/shm. A larger",
            "database needs no larger Java heap.",
            "",
            "Exit codes: 0 written, 2 the member does not answer, 4 what came is damaged,",
            "5 a value lacks its key, 6 refused: readable Secrets, or OUT exists.");
    spec.addPositional(endpoint);
    output.addTo(spec);
    etcdOptions.addTo(spec);
    keyOptions.addTo(spec);
    recipientOptions.addTo(spec);
    spec.addOption(allowPlaintext);
    format.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    if (!output.isGiven()) {
      throw new CommandFailure(ExitCode.USAGE, "--output is missing", output.hint());
    }
    if (!recipientOptions.isGiven()) {
      output.unsealed(given).refuseSealedNameWithout("-r", "age1...");
    }
    output.refuseMixed(format.format(), io);
    output.refuseForbidden();
    EtcdEndpoint member = etcdOptions.endpoint(endpoint.getValue());
    warnOfClearText(member);
    Optional<BegunKeys> keys = keyOptions.beginIfGiven(io);
    Optional<CaptureOptions.Seal> seal = seal();
    Optional<EtcdLogin> login = etcdOptions.login(io, given);
    try {
      CaptureReport report = capture(member, login, keys, seal);
      switch (format.format()) {
        case json -> CaptureJson.write(io.out(), startedAt, output.name(), report);
        case text -> CaptureText.write(output.reportWriter(io), output.name(), report);
      }
      output.requireReport(io);
      return ExitCode.DONE.number();
    } finally {
      login.ifPresent(EtcdLogin::close);
      keys.ifPresent(begun -> begun.sources().forEach(source -> source.configuration().close()));
    }
  }

  private void warnOfClearText(EtcdEndpoint member) {
    String url = member.url();
    boolean isLocal =
        url.startsWith("http://127.")
            || url.startsWith("http://localhost:")
            || url.startsWith("http://[::1]:");
    if (member.tls().isEmpty() && !isLocal) {
      io.err().println("warning: " + url + " has no TLS: whoever is on the way reads along");
      io.err().flush();
    }
  }

  private Optional<CaptureOptions.Seal> seal() throws CommandFailure {
    return recipientOptions.isGiven()
        ? Optional.of(new CaptureOptions.Seal(recipientOptions.read(io), recipientOptions.form()))
        : Optional.empty();
  }

  private CaptureOptions options(Optional<RewriteKeys> keys, Optional<CaptureOptions.Seal> seal) {
    return new CaptureOptions(
        keys.map(this::encryption),
        seal,
        keys.map(all -> ResourcePolicy.of(all.all().current())).orElse(ResourcePolicy.SECRETS),
        Declaration.isGiven(allowPlaintext)
            ? CaptureOptions.Plaintext.ALLOWED
            : CaptureOptions.Plaintext.REFUSED,
        SHARED_MEMORY);
  }

  private RewriteOptions encryption(RewriteKeys keys) {
    return new RewriteOptions(
        RewriteOptions.Goal.CONFIGURED,
        Optional.of(keys.all().ring()),
        Optional.of(keys.writers()),
        List.of(),
        List.of(),
        new RewriteOptions.History.Keep(),
        RewriteOptions.OnFailure.STOP,
        Declaration.isGiven(allowPlaintext)
            ? RewriteOptions.WithoutRule.MAKE_PLAINTEXT
            : RewriteOptions.WithoutRule.REFUSE,
        false,
        ValueWork.jobs());
  }

  private CaptureReport capture(
      EtcdEndpoint member,
      Optional<EtcdLogin> login,
      Optional<BegunKeys> keys,
      Optional<CaptureOptions.Seal> seal)
      throws Exception {
    try (ReceivedSnapshot received = receive(member, login)) {
      return write(received, keys, seal);
    } catch (EtcdCredentialsException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          e.getMessage(),
          "of a kubeadm cluster: --cacert /etc/kubernetes/pki/etcd/ca.crt --cert"
              + " /etc/kubernetes/pki/etcd/healthcheck-client.crt --key"
              + " /etc/kubernetes/pki/etcd/healthcheck-client.key");
    } catch (LiveEtcdException e) {
      throw noAnswer(member, e.getMessage());
    } catch (InputException e) {
      if (e.getCause() instanceof LiveEtcdException live) {
        throw noAnswer(member, live.getMessage());
      }
      throw e;
    } catch (CaptureException e) {
      throw refused(e);
    } catch (AgeException e) {
      throw AgeKeys.ofSealing(e);
    }
  }

  /// A token opens what is in the snapshot itself, and so may keys.
  private CaptureReport write(
      ReceivedSnapshot received, Optional<BegunKeys> begun, Optional<CaptureOptions.Seal> seal)
      throws Exception {
    Optional<RewriteKeys> keys =
        begun.isPresent()
            ? Optional.of(keyOptions.openToWrite(begun.get(), io, List.of(received.image())))
            : Optional.empty();
    CaptureOptions options = options(keys, seal);
    // Not before there is something to write: nothing is left of a stream amid which it is killed.
    try (OutputFile target = begin(received, options)) {
      CaptureReport report = SnapshotCapture.run(received, options, target);
      target.commit();
      return report;
    } finally {
      keys.ifPresent(RewriteKeys::close);
    }
  }

  private ReceivedSnapshot receive(EtcdEndpoint member, Optional<EtcdLogin> login)
      throws IOException {
    try (LiveEtcd etcd = LiveEtcd.connect(member, login)) {
      ServerStatus status = etcd.status();
      try (Progress progress =
          progressOptions.start(io, "capture of " + member.url(), status.dbSizeBytes())) {
        return ReceivedSnapshot.from(etcd, status, member.url(), progress::advance);
      }
    }
  }

  private OutputFile begin(ReceivedSnapshot received, CaptureOptions options)
      throws IOException, CommandFailure {
    boolean isAsItComes = options.encryption().isEmpty() && options.seal().isEmpty();
    if (isAsItComes
        && options.plaintext() == CaptureOptions.Plaintext.REFUSED
        && output.wouldReachDisk(received.sizeBytes())) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          "[%s] has no room for %s: until it is whole, what is readable would lie in a file in %s"
              .formatted(
                  SHARED_MEMORY,
                  Quantity.bytes(received.sizeBytes()),
                  System.getProperty("java.io.tmpdir")),
          "seal it: " + given.plus("-r", "age1..."),
          "or write it to its place at once: " + given.withOption("--output", "backup.db"),
          "or give it room: mount -o remount,size=2g "
              + SHARED_MEMORY
              + "; docker run --shm-size=2g",
          "or agree to it: " + given.withFlag("--allow-plaintext"));
    }
    return isAsItComes ? output.beginReadable(io, received.sizeBytes()) : output.begin(io);
  }

  private CommandFailure noAnswer(EtcdEndpoint member, String reason) {
    EtcdHints hints = new EtcdHints(member, endpoint.getValue(), reason, given);
    return new CommandFailure(
        ExitCode.USAGE,
        "[" + member.url() + "] etcd gave no snapshot: " + hints.message(),
        hints.hints().toArray(String[]::new));
  }

  private CommandFailure refused(CaptureException failure) {
    return switch (failure.reason()) {
      case HASH ->
          new CommandFailure(
              ExitCode.DAMAGED, failure.getMessage(), "take it again: " + given.plus());
      case DAMAGED ->
          new CommandFailure(
              ExitCode.DAMAGED,
              failure.getMessage(),
              "take it from another member, and replace this one: etcdctl member list");
      case READABLE ->
          new CommandFailure(
              ExitCode.OUTPUT,
              failure.getMessage(),
              "seal it: " + given.plus("-r", "age1..."),
              "or encrypt them: " + given.plus("--config", "encryption-config.yaml"),
              "or agree to it: " + given.withFlag("--allow-plaintext"));
      case NO_MEMORY ->
          new CommandFailure(
              ExitCode.OUTPUT,
              failure.getMessage(),
              "make one: mount -t tmpfs tmpfs " + SHARED_MEMORY,
              "or leave --config out: a sealed file hides values as they are");
    };
  }
}
