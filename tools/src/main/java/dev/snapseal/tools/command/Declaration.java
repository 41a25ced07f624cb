package dev.snapseal.tools.command;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Makes the parts of picocli's model that the commands are declared with.
///
/// The model is filled in by hand: reading annotations makes the JVM generate proxy classes, a
/// third of the time that a short command takes.
final class Declaration {
  private Declaration() {}

  /// A command whose options and parameters are still to be added, [#standardOptions] last.
  static CommandSpec command(String name, Callable<Integer> command, String... description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.usageMessage()
        .description(description)
        .sortOptions(false)
        .autoWidth(true)
        .abbreviateSynopsis(true)
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n");
    return spec;
  }

  /// Adds `--help` and `--version`.
  static CommandSpec standardOptions(CommandSpec spec) {
    return spec.versionProvider(new Version())
        .addOption(
            flag("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            flag("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  /// An option without a value; its value is whether it was given.
  static OptionSpec.Builder flag(String... names) {
    return OptionSpec.builder(names).arity("0").type(boolean.class).initialValue(false);
  }

  /// An option with one of the words of an enum; without it, the first.
  static <E extends Enum<E>> OptionSpec.Builder choice(Class<E> words, String... names) {
    E[] all = words.getEnumConstants();
    return OptionSpec.builder(names)
        .type(words)
        .arity("1")
        .initialValue(all[0])
        .paramLabel(String.join("|", List.of(all).stream().map(Enum::name).toArray(String[]::new)));
  }

  /// An option with a value.
  static OptionSpec.Builder value(Class<?> type, String label, String... names) {
    return OptionSpec.builder(names).type(type).arity("1").paramLabel(label);
  }

  /// An option that may be given more than once.
  static OptionSpec.Builder values(String label, String... names) {
    return value(List.class, label, names).auxiliaryTypes(String.class).initialValue(List.of());
  }

  /// The parameter at this place, which must be given.
  static PositionalParamSpec parameter(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(index))
        .arity("1")
        .required(true)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// Parameters of which there must be one or more.
  static PositionalParamSpec parameters(String label, String description) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity("1..*")
        .required(true)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .initialValue(List.of())
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// The resources that an option of [#values] names; none if the command does not have it.
  static List<GroupResource> resources(OptionSpec option) throws CommandFailure {
    List<String> given = option.getValue();
    List<GroupResource> resources = new ArrayList<>();
    for (String resource : given == null ? List.<String>of() : given) {
      if (resource.isBlank()) {
        throw new CommandFailure(ExitCode.USAGE, option.longestName() + " names an empty resource");
      }
      resources.add(GroupResource.parse(resource.strip()));
    }
    return resources;
  }

  /// Whether an option of [#flag] was given; never if the command does not have it.
  static boolean isGiven(ArgSpec flag) {
    return Boolean.TRUE.equals(flag.getValue());
  }

  /// Where an API server keeps its objects, which commands cannot see for themselves.
  static OptionSpec etcdPrefixes() {
    return values("PREFIX", "--etcd-prefix")
        .description("The API server's --etcd-prefix, if it is not /registry.")
        .build();
  }
}
