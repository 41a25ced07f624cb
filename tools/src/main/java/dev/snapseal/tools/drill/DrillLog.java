package dev.snapseal.tools.drill;

import dev.snapseal.tools.drill.DrillStep.Name;
import dev.snapseal.tools.drill.DrillStep.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes the steps of a drill, times them, and keeps what came of them.
final class DrillLog {
  private final List<DrillStep> steps = new ArrayList<>();
  private final List<DrillStep.Left> left = new ArrayList<>();

  /// What a step does.
  @FunctionalInterface
  interface Work {
    /// Takes the step.
    ///
    /// @return what was seen, of a step that is ok
    String run() throws IOException, InterruptedException, StepFailure;
  }

  /// Takes a step; a file that cannot be read or a server that does not answer is its failure.
  ///
  /// @param remedies for failures that bring none of their own
  /// @return whether it is ok
  boolean take(Name name, List<String> remedies, Work work)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try {
      String detail = work.run();
      add(name, Outcome.OK, since(start), detail, List.of());
      return true;
    } catch (StepFailure failure) {
      add(name, failure.outcome(), since(start), failure.getMessage(), failure.remedies());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      add(name, Outcome.FAILED, since(start), message, remedies);
    }
    return false;
  }

  /// Keeps a step that was taken beside another one.
  void add(Name name, Outcome outcome, Duration took, String detail, List<String> remedies) {
    steps.add(new DrillStep(name, outcome, took, detail, remedies));
  }

  /// Keeps that a step was not taken.
  void leave(Name name, String why) {
    left.add(new DrillStep.Left(name, why));
  }

  /// Whether a step was taken and is ok.
  boolean isOk(Name name) {
    return steps.stream().anyMatch(step -> step.name() == name && step.ok());
  }

  /// How long a step took that was taken.
  Duration took(Name name) {
    return steps.stream()
        .filter(step -> step.name() == name)
        .map(DrillStep::took)
        .findFirst()
        .orElse(Duration.ZERO);
  }

  List<DrillStep> steps() {
    return steps;
  }

  List<DrillStep.Left> left() {
    return left;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
