package dev.snapseal.tools.report;

import dev.snapseal.tools.drill.DrillReport;
import dev.snapseal.tools.drill.DrillStep;
import java.io.PrintWriter;
import java.time.Duration;

/// `drill` for people: the verdict, the steps, what to do, what to expect.
public final class DrillText {
  private static final int HANGING = 4;

  private DrillText() {}

  /// Writes the text.
  ///
  /// @param columns how long a line may be
  public static void write(PrintWriter out, DrillReport report, int columns) {
    WrappedText.print(out, SafeText.forTerminal(verdict(report)), HANGING, columns);
    out.println();
    TextTable table = new TextTable("STEP", "", ">SECONDS", "SEEN");
    for (DrillStep step : report.steps()) {
      table.row(step.name().jsonName(), outcome(step), seconds(step.took()), step.detail());
    }
    for (DrillStep.Left left : report.left()) {
      table.row(left.name().jsonName(), "-", "", "not taken: " + left.why());
    }
    table.print(out, columns);
    report.steps().stream().filter(step -> !step.ok()).forEach(step -> remedy(out, step, columns));
    surprises(out, report, columns);
    out.flush();
  }

  static String verdict(DrillReport report) {
    return switch (report.verdict()) {
      case PASSED -> "PASSED: " + served(report);
      case PASSED_WITHOUT_KEYS ->
          "PASSED WITHOUT KEYS: %s; whether the encrypted values open was not tried"
              .formatted(served(report));
      case FAILED ->
          "FAILED: %s: step %s"
              .formatted(
                  report.input().path(),
                  report.steps().stream()
                      .filter(DrillStep::failed)
                      .map(step -> step.name().jsonName())
                      .findFirst()
                      .orElse("compare"));
    };
  }

  private static String served(DrillReport report) {
    return "%s: %s served as the file has them; %s s%s"
        .formatted(
            report.input().path(),
            Quantity.count(report.keysCompared(), "key"),
            report
                .restored()
                .map(etcd -> seconds(etcd.restore().plus(etcd.start())))
                .orElse(seconds(report.took())),
            report
                .restored()
                .map(etcd -> " from the backup to an answering etcd " + etcd.etcdVersion())
                .orElse(""));
  }

  private static String outcome(DrillStep step) {
    return switch (step.outcome()) {
      case OK -> "ok";
      case FAILED -> "FAILED";
      case SKIPPED -> "-";
    };
  }

  private static void remedy(PrintWriter out, DrillStep step, int columns) {
    out.println();
    String label = "do: ";
    for (String remedy : step.remedies()) {
      WrappedText.printAction(out, SafeText.forTerminal(label + remedy), HANGING, columns);
      label = "    ";
    }
  }

  private static void surprises(PrintWriter out, DrillReport report, int columns) {
    if (report.surprises().isEmpty()) {
      return;
    }
    out.println();
    out.println("When it is done in earnest:");
    for (DrillReport.Surprise surprise : report.surprises()) {
      WrappedText.print(out, SafeText.forTerminal("- " + surprise.text()), 2, columns);
      surprise.command().ifPresent(command -> out.println("    " + SafeText.forTerminal(command)));
    }
  }

  /// To the tenth, or shorter ones to the hundredth: `12.3`, `0.04`.
  static String seconds(Duration took) {
    int scale = took.toMillis() < 1000 ? 2 : 1;
    return DrillJson.seconds(took).setScale(scale, java.math.RoundingMode.HALF_UP).toPlainString();
  }
}
