package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sockets behind which there is no plugin.
class StrangeListenerTest {
  @TempDir Path folder;

  @Test
  void aSocketThatItsListenerLeftIsUnreachable() throws IOException {
    Path socket = folder.resolve("left.sock");
    try (var listener = listen(socket)) {
      assertTrue(listener.isOpen());
    }
    assertTrue(Files.exists(socket));
    assertUnreachable(socket, "connection refused");
  }

  @Test
  void aPlainFileIsUnreachable() throws IOException {
    assertUnreachable(Files.writeString(folder.resolve("file"), "text"), "connection refused");
  }

  @Test
  void aListenerThatSaysNothingTimesOutAndClosesAtOnce() throws IOException {
    Path socket = folder.resolve("mute.sock");
    try (var listener = listen(socket)) {
      assertTrue(listener.isOpen());
      var plugin = open(socket);
      KmsPluginContract.failure(Reason.TIMED_OUT, plugin::status);
      assertTimeout(Duration.ofMillis(500), plugin::close);
    }
  }

  @Test
  void aListenerThatSpeaksAnotherProtocolIsUnreachable() throws IOException {
    Path socket = folder.resolve("http1.sock");
    try (var listener = listen(socket)) {
      Thread.ofPlatform().daemon().start(() -> greetInHttp1(listener));
      assertUnreachable(socket, "does not speak gRPC");
    }
  }

  private static void greetInHttp1(ServerSocketChannel listener) {
    byte[] greeting = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    while (listener.isOpen()) {
      try (var connection = listener.accept()) {
        connection.write(ByteBuffer.wrap(greeting));
      } catch (IOException e) {
        return; // the test has closed the listener
      }
    }
  }

  private static void assertUnreachable(Path socket, String why) throws KmsPluginException {
    try (var plugin = open(socket)) {
      var failure = KmsPluginContract.failure(Reason.UNREACHABLE, plugin::status);
      assertTrue(failure.getMessage().contains(why), failure.getMessage());
      assertTrue(failure.getMessage().contains(socket.toString()), failure.getMessage());
    }
  }

  private static ServerSocketChannel listen(Path socket) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket));
  }

  private static UnixSocketKmsPlugin open(Path socket) throws KmsPluginException {
    return UnixSocketKmsPlugin.open("v2", "plug", "unix://" + socket, Duration.ofMillis(200));
  }
}
