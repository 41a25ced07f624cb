package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.export.JsonList;
import dev.snapseal.tools.export.Manifest;
import dev.snapseal.tools.export.ManifestFacts;
import dev.snapseal.tools.export.ManifestSink;
import dev.snapseal.tools.export.ManifestTree;
import dev.snapseal.tools.export.YamlStream;
import dev.snapseal.tools.kubernetes.TerminalView;
import dev.snapseal.tools.output.OutputDirectory;
import dev.snapseal.tools.output.OutputFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where manifests go: standard output, a file or a tree of files; readable by their owner only.
final class ManifestOutput implements AutoCloseable {
  private static final String DIRECTORY = "--output-dir";

  /// Forms of manifests; the names are what `-o` takes.
  enum Form {
    yaml,
    json
  }

  private final OptionSpec form =
      Declaration.choice(Form.class, "-o", "--output-format")
          .description("A stream of YAML documents, or one v1 List in JSON.")
          .build();
  private final OptionSpec output =
      Declaration.value(String.class, "OUT", "--output")
          .description("Write the manifests to this file.")
          .build();
  private final OptionSpec directory =
      Declaration.value(String.class, "DIR", DIRECTORY)
          .description("Write a new folder, a file an object, in the order of kubectl apply -R.")
          .build();
  private final OptionSpec force =
      Declaration.flag("--force").description("Replace OUT if it exists.").build();
  private final OptionSpec reveal =
      Declaration.flag("--reveal").description(HiddenValues.REVEAL_HELP).build();

  private final CommandIo io;
  private Optional<OutputFile> file = Optional.empty();
  private Optional<OutputDirectory> folder = Optional.empty();
  private Optional<BufferedWriter> writer = Optional.empty();
  private Optional<JsonList> list = Optional.empty();
  private Optional<CommandSpec> command = Optional.empty();
  private volatile boolean isRedacted;

  ManifestOutput(CommandIo io) {
    this.io = io;
  }

  void addTo(CommandSpec spec) {
    spec.addOption(form).addOption(output).addOption(directory).addOption(force).addOption(reveal);
    command = Optional.of(spec);
  }

  void checkUsage() throws CommandFailure {
    if (output.getValue() != null && directory.getValue() != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--output and --output-dir both say where the manifests go: give one of them",
          "a file an object: --output-dir " + ShellWord.of(directory.<String>getValue()));
    }
    if (Declaration.isGiven(force) && output.getValue() == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--force replaces a file, and none is named",
          "name it: --output manifests.yaml");
    }
  }

  /// The folder that is made, if one is.
  Optional<Path> folder() {
    return Optional.ofNullable(directory.<String>getValue()).map(Path::of);
  }

  /// Begins to write what is none of the files that the command names elsewhere.
  ManifestSink open() throws IOException {
    if (directory.getValue() != null) {
      OutputDirectory made =
          OutputDirectory.create(DIRECTORY, Path.of(directory.<String>getValue()));
      folder = Optional.of(made);
      return new ManifestTree(
          made, form.getValue() == Form.json ? ManifestTree.Form.JSON : ManifestTree.Form.YAML);
    }
    if (output.getValue() != null) {
      OutputFile made = OutputFile.create(Path.of(output.<String>getValue()), existing(), inputs());
      file = Optional.of(made);
      BufferedWriter text =
          new BufferedWriter(
              new OutputStreamWriter(Channels.newOutputStream(made.channel()), UTF_8));
      writer = Optional.of(text);
      return stream(text);
    }
    boolean isHidden = io.terminal().output() && !Declaration.isGiven(reveal);
    ManifestSink shown = stream(io.out());
    return isHidden ? new RedactedSink(shown) : shown;
  }

  private List<Path> inputs() {
    return command.map(spec -> InputPaths.of(spec, output)).orElse(List.of());
  }

  private ManifestSink stream(Appendable out) throws IOException {
    return switch (form.<Form>getValue()) {
      case yaml -> new YamlStream(out);
      case json -> {
        JsonList items = new JsonList(out);
        list = Optional.of(items);
        yield items;
      }
    };
  }

  /// Shows manifests without what is secret or encrypted.
  private final class RedactedSink implements ManifestSink {
    private final ManifestSink shown;

    RedactedSink(ManifestSink shown) {
      this.shown = shown;
    }

    @Override
    public String render(Manifest manifest) {
      TerminalView view =
          TerminalView.of(manifest.decoded(), manifest.tree(), manifest.protection());
      if (view.isHiding()) {
        isRedacted = true;
      }
      return shown.render(manifest.showing(view));
    }

    @Override
    public void write(ManifestFacts manifest, String text) throws IOException {
      shown.write(manifest, text);
    }
  }

  /// Ends what was written, and has it appear.
  void finish() throws IOException {
    if (list.isPresent()) {
      list.get().close();
    }
    if (writer.isPresent()) {
      writer.get().flush();
    }
    if (file.isPresent()) {
      file.get().commit();
    }
    if (folder.isPresent()) {
      folder.get().commit();
    }
    io.out().flush();
    if (isRedacted) {
      HiddenValues.note(io);
    }
  }

  @Override
  public void close() {
    file.ifPresent(OutputFile::close);
    folder.ifPresent(OutputDirectory::close);
  }

  private OutputFile.Existing existing() {
    return Declaration.isGiven(force) ? OutputFile.Existing.REPLACE : OutputFile.Existing.REFUSE;
  }
}
