package dev.snapseal.tools.report.html;

import dev.snapseal.tools.Version;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.report.JsonReport;
import dev.snapseal.tools.report.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What ties a report to the files that it speaks of, and to the run that made it.
///
/// @param facts in the order in which they are shown
/// @param inputs what was read, the first of them
/// @param inputCount how many there are, in `inputs` or not
public record Evidence(List<Fact> facts, List<Input> inputs, int inputCount) {
  private static final int MAX_INPUTS = 500;

  private static final List<String> HEADING = List.of("Case number", "Examiner", "Finished");

  public Evidence {
    facts = List.copyOf(facts);
    inputs = List.copyOf(inputs);
  }

  /// Those that stand at the top of the page.
  public List<Fact> heading() {
    return facts.stream().filter(fact -> HEADING.contains(fact.label())).toList();
  }

  /// One line of the block.
  ///
  /// @param value empty texts are shown as such
  public record Fact(String label, String value) {}

  /// A file or a disk that was read.
  ///
  /// @param facts by which it can be told from any other: size, hashes
  public record Input(String path, List<Fact> facts) {
    public Input {
      facts = List.copyOf(facts);
    }

    /// A backup as every report names it.
    public static Input of(InputFacts input) {
      return new Input(
          input.path(),
          List.of(
              new Fact("SHA-256", input.sha256().isEmpty() ? "not computed" : input.sha256()),
              new Fact(
                  "Size",
                  "%s (%s)"
                      .formatted(
                          Quantity.count(input.sizeBytes(), "byte"),
                          Quantity.bytes(input.sizeBytes()))),
              new Fact("Kind", input.kind().jsonName()),
              new Fact("Trailer", input.trailer().jsonName())));
    }
  }

  /// What whoever hands the report over says of the matter.
  ///
  /// @param caseNumber as given, if it was
  /// @param examiner likewise
  public record Matter(Optional<String> caseNumber, Optional<String> examiner) {}

  /// The facts about this run of the program, which ends now.
  ///
  /// @param commandLine as given, quoted for a shell; no secret is ever in it
  /// @param inputs all of them; the first five hundred are kept
  public static Evidence ofRun(
      Matter matter, String commandLine, Instant startedAt, List<Input> inputs) {
    List<Fact> facts = new ArrayList<>();
    matter.caseNumber().ifPresent(text -> facts.add(new Fact("Case number", text)));
    matter.examiner().ifPresent(text -> facts.add(new Fact("Examiner", text)));
    facts.add(new Fact("Tool", "snapseal " + Version.number()));
    facts.add(new Fact("Command", commandLine));
    facts.add(new Fact("Started", JsonReport.time(startedAt) + " (UTC)"));
    facts.add(new Fact("Finished", JsonReport.time(Instant.now()) + " (UTC)"));
    facts.add(
        new Fact(
            "Java",
            "%s, %s"
                .formatted(
                    System.getProperty("java.vm.name"), System.getProperty("java.vm.version"))));
    facts.add(
        new Fact(
            "Operating system",
            "%s %s (%s)"
                .formatted(
                    System.getProperty("os.name"),
                    System.getProperty("os.version"),
                    System.getProperty("os.arch"))));
    return new Evidence(facts, inputs.stream().limit(MAX_INPUTS).toList(), inputs.size());
  }
}
