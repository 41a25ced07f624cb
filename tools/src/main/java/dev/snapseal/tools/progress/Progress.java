package dev.snapseal.tools.progress;

import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.report.WrappedText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// How far a long run is, shown once a second on standard error.
///
/// [#advance] may be called by any thread and costs an addition; a thread of its own draws. Nothing
/// is shown for work of less than a second.
public final class Progress implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 1000;
  private static final int BAR_CELLS = 24;

  /// What is written.
  public enum Style {
    /// A bar that redraws itself, for a terminal.
    BAR,
    /// One JSON object a line, for logs.
    JSON,
    /// Nothing.
    NONE
  }

  private final AtomicLong done = new AtomicLong();
  private final long total;
  private final String what;
  private final Style style;
  private final PrintWriter err;
  private final int columns;
  private final long startNanos = System.nanoTime();
  private final Thread painter;
  private boolean painted;

  private Progress(Style style, String what, long totalBytes, PrintWriter err, int columns) {
    this.style = style;
    this.what = SafeText.forTerminal(what);
    this.total = totalBytes;
    this.err = err;
    this.columns = columns;
    this.painter = new Thread(this::paintUntilInterrupted, "progress");
    painter.setDaemon(true);
  }

  /// Begins to show progress.
  ///
  /// @param what the activity, such as `auditing db.snapshot`
  /// @param totalBytes what [#advance] will add up to
  /// @param columns how long the bar's line may be
  public static Progress start(
      Style style, String what, long totalBytes, PrintWriter err, int columns) {
    Progress progress = new Progress(style, what, totalBytes, err, columns);
    if (style != Style.NONE) {
      progress.painter.start();
    }
    return progress;
  }

  /// Reports `bytes` more as done.
  public void advance(long bytes) {
    done.addAndGet(bytes);
  }

  /// Removes the bar.
  @Override
  public void close() {
    painter.interrupt();
    try {
      painter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (painted && style == Style.BAR) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  private void paintUntilInterrupted() {
    try {
      while (true) {
        Thread.sleep(INTERVAL_MILLIS);
        paint();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void paint() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    long bytes = Math.min(done.get(), total);
    double fraction = total == 0 ? 1 : (double) bytes / total;
    double rate = bytes / seconds;
    double left = rate == 0 ? 0 : (total - bytes) / rate;
    painted = true;
    if (style == Style.JSON) {
      err.printf(
          Locale.ROOT,
          "{\"activity\":\"%s\",\"done\":%d,\"total\":%d,\"bytesPerSecond\":%.0f,"
              + "\"secondsLeft\":%.0f}%n",
          what.replaceAll("[\"\\\\\\p{Cntrl}]", "?"),
          bytes,
          total,
          rate,
          left);
    } else {
      err.print("\r\u001b[K" + bar(fraction, rate, left));
    }
    err.flush();
  }

  /// Never a whole line: the cursor behind it would scroll the screen.
  private String bar(double fraction, double rate, double left) {
    int cells = (int) (fraction * BAR_CELLS);
    String bar =
        String.format(
            Locale.ROOT,
            " [%s%s] %3.0f %%  %.0f MB/s  %.0f s left",
            "#".repeat(cells),
            ".".repeat(BAR_CELLS - cells),
            fraction * 100,
            rate / 1e6,
            left);
    String line = WrappedText.clipped(what, Math.max(columns - 1 - bar.length(), 0)) + bar;
    return line.length() < columns ? line : line.strip().substring(0, columns - 1);
  }
}
