package dev.snapseal.tools.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// The real browser, without a window; `.ci/peers` installs it.
///
/// @param folder for its profiles and logs
/// @param settings of its user, as a profile has them
record Chromium(Path folder, String settings) {
  static final String DARK = "--blink-settings=preferredColorScheme=0";

  private static final int SECONDS = 60;

  static Chromium usual(Path folder) {
    return new Chromium(folder, "{}");
  }

  /// One whose user does not let pages run scripts.
  Chromium withoutScripts() {
    return new Chromium(
        folder, "{\"profile\":{\"default_content_setting_values\":{\"javascript\":2}}}");
  }

  /// The page's elements after it was loaded and its script has run.
  Document dom(Path page, String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--dump-dom"));
    all.addAll(List.of(options));
    return Jsoup.parse(run(page, all));
  }

  /// A picture of the page's upper end.
  Path screenshot(Path page, int width, int height, String... options)
      throws IOException, InterruptedException {
    Path picture = Files.createTempFile(folder, "picture", ".png");
    List<String> all = new ArrayList<>(List.of("--screenshot=" + picture, size(width, height)));
    all.addAll(List.of(options));
    run(page, all);
    return picture;
  }

  /// The page as it is printed.
  Path pdf(Path page) throws IOException, InterruptedException {
    Path pdf = Files.createTempFile(folder, "printed", ".pdf");
    run(page, List.of("--no-pdf-header-footer", "--print-to-pdf=" + pdf));
    return pdf;
  }

  static String size(int width, int height) {
    return "--window-size=" + width + "," + height;
  }

  private String run(Path page, List<String> options) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(folder, "profile");
    Files.writeString(
        Files.createDirectory(profile.resolve("Default")).resolve("Preferences"), settings);
    Path out = Files.createTempFile(folder, "chromium", ".out");
    Path err = Files.createTempFile(folder, "chromium", ".err");
    List<String> command =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox", // refuses to run as root otherwise
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--user-data-dir=" + profile));
    command.addAll(options);
    command.add(page.toUri().toString());
    Process process =
        start(new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()));
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      kill(process);
      throw new AssertionError("chromium did not end: " + Files.readString(err));
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("chromium failed: " + Files.readString(err));
    }
    return Files.readString(out, UTF_8);
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError("there is no chromium on the PATH; .ci/peers installs it", e);
    }
  }

  private static void kill(Process process) {
    try (Stream<ProcessHandle> children = process.descendants()) {
      children.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
  }
}
