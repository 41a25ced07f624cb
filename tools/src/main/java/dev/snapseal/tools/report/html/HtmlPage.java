package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.report.html.template.JtepageGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.Utf8ByteOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A report as one HTML page that is whole by itself.
///
/// Its templates lie in `src/main/jte` and are compiled with the program. They escape every text by
/// the place where it stands, and a content security policy lets a browser run nothing but the
/// page's own script and load nothing at all.
public final class HtmlPage {
  /// Longer texts, such as a crafted name, are cut.
  static final int MAX_TEXT = 4000;

  private static final int USUAL_BYTES = 1 << 18;

  /// What stands in the page's head.
  ///
  /// @param policy for the browser: nothing but this style and this script
  public record Head(String style, String script, String policy) {}

  private HtmlPage() {}

  /// The page, in UTF-8.
  public static byte[] of(HtmlReport report) {
    Utf8ByteOutput page = new Utf8ByteOutput(USUAL_BYTES);
    JtepageGenerated.render(new VisibleOutput(page), null, report, head());
    return page.toByteArray();
  }

  /// Nothing that a backup holds goes to the page but through here.
  private static final class VisibleOutput extends OwaspHtmlTemplateOutput {
    VisibleOutput(Utf8ByteOutput page) {
      super(page);
    }

    @Override
    public void writeUserContent(String text) {
      super.writeUserContent(text == null ? null : SafeText.visible(text, MAX_TEXT));
    }
  }

  private static Head head() {
    String style = resource("page.css");
    String script = resource("page.js");
    return new Head(
        style,
        script,
        "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), hash(script)));
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not beside HtmlPage.class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
