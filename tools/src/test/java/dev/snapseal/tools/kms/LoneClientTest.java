package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.kms.KmsPluginServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client in a process of its own, where every thread and every line is the client's.
class LoneClientTest {
  @Test
  void nothingIsPrintedAndNoThreadStays(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path socket = folder.resolve("k.sock");
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    try (var server = KmsPluginServer.startV2(socket, KmsPluginContract.KEK)) {
      Process client =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LoneClient.class.getName(),
                  socket.toString())
              .redirectOutput(out)
              .redirectError(err)
              .start();
      assertTrue(client.waitFor(60, TimeUnit.SECONDS));
      assertEquals(1, server.calls("Decrypt"));
    }
    assertEquals("", Files.readString(err.toPath(), StandardCharsets.UTF_8));
    assertEquals(
        "opened: true\nthreads: []\n", Files.readString(out.toPath(), StandardCharsets.UTF_8));
  }
}
