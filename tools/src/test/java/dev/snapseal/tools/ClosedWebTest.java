package dev.snapseal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import org.junit.jupiter.api.Test;

/// The one test of this JVM that may call [ClosedWeb#takeOver]: the JDK takes one factory only.
class ClosedWebTest {
  @Test
  void aPageIsRefusedAndAFileIsNot() throws Exception {
    ClosedWeb.takeOver();

    URL page = URI.create("https://localhost:1/").toURL();
    IOException refused = assertThrows(IOException.class, page::openStream);
    assertEquals("Snapseal opens no https connections", refused.getMessage());

    URL own = ClosedWebTest.class.getResource("ClosedWebTest.class");
    try (var stream = own.openStream()) {
      assertEquals(0xCA, stream.read());
    }
  }
}
