package dev.snapseal.testdata.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsPluginServerTest {
  private static final KeyEncryptionKey KEK = KeyEncryptionKey.fromHex("2b".repeat(32));

  @TempDir Path folder;

  private final SingleThreadIoEventLoop eventLoop =
      new SingleThreadIoEventLoop(
          null, new DefaultThreadFactory("test", true), NioIoHandler.newFactory());
  private Path socket;
  private ManagedChannel channel;

  @BeforeEach
  void connect() {
    socket = folder.resolve("k.sock");
    channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(eventLoop)
            .usePlaintext()
            .build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
    var _ = eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Test
  void aKeyIsWrappedAndUnwrappedOverTheSocketAndCallsAreCounted() throws IOException {
    try (var server = KmsPluginServer.startV1(socket, KEK)) {
      byte[] wrapped = Message.parse(v1("Encrypt", new byte[32])).bytes(1);
      assertArrayEquals(new byte[32], Message.parse(v1("Decrypt", wrapped)).bytes(1));
      assertEquals(List.of(1, 1, 0, 1), counts(server));
    }
  }

  @Test
  void eachConductShows() throws IOException {
    try (var server = KmsPluginServer.startV1(socket, KEK)) {
      assertEquals(Status.Code.PERMISSION_DENIED, code(server, Conduct.REFUSES));
      assertEquals(Status.Code.UNAVAILABLE, code(server, Conduct.SERVICE_AWAY));
      assertEquals(Status.Code.DEADLINE_EXCEEDED, code(server, Conduct.HANGS_ON_KEYS));
      server.behave(Conduct.MALFORMED);
      assertEquals(3, v1("Encrypt", new byte[32]).length);
      assertEquals(3, v1("Version", new byte[0]).length);
      server.behave(Conduct.HONEST);
      assertEquals(Status.Code.UNKNOWN, failure("Decrypt", new byte[60]));
    }
  }

  @Test
  void closingRemovesTheSocket() throws IOException {
    try (var server = KmsPluginServer.startV2(socket, KEK)) {
      assertEquals("unix://" + socket, server.endpoint());
      assertTrue(Files.exists(socket));
    }
    assertFalse(Files.exists(socket));
  }

  @Test
  void aSocketThatExistsIsNotTaken() throws IOException {
    Files.createFile(socket);
    assertThrows(IOException.class, () -> KmsPluginServer.startV2(socket, KEK));
    assertTrue(Files.exists(socket));
  }

  private static List<Integer> counts(KmsPluginServer server) {
    return List.of(
        server.calls("Encrypt"),
        server.calls("Decrypt"),
        server.calls("Version"),
        server.connections());
  }

  private Status.Code code(KmsPluginServer server, Conduct conduct) {
    server.behave(conduct);
    return failure("Encrypt", new byte[32]);
  }

  private Status.Code failure(String method, byte[] key) {
    return assertThrows(StatusRuntimeException.class, () -> v1(method, key)).getStatus().getCode();
  }

  private byte[] v1(String method, byte[] key) {
    var descriptor =
        MethodDescriptor.newBuilder(ByteMarshaller.BYTES, ByteMarshaller.BYTES)
            .setType(MethodType.UNARY)
            .setFullMethodName("v1beta1.KeyManagementService/" + method)
            .build();
    var options = CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(2, TimeUnit.SECONDS);
    byte[] request = new Message.Builder().string(1, "v1beta1").bytes(2, key).build().toBytes();
    return ClientCalls.blockingUnaryCall(channel, descriptor, options, request);
  }
}
