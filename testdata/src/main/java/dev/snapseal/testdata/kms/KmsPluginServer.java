package dev.snapseal.testdata.kms;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A KMS plugin on a unix socket, for tests and drills: it unwraps the data keys of the real
/// clusters, counts what it was asked and can be told to misbehave. [#main] serves the two sockets
/// of a cluster from the shell.
///
/// Safe for use by several threads. [#close()] ends its connections and removes the socket's file.
public final class KmsPluginServer implements AutoCloseable {
  private static final int SECONDS_TO_END = 5;

  /// Netty warns on every connection that unix sockets have no keep-alive. Held here, as the JDK
  /// forgets the level of a logger that nobody holds.
  private static final Logger BOOTSTRAP = Logger.getLogger("io.netty.bootstrap");

  static {
    BOOTSTRAP.setLevel(Level.SEVERE);
  }

  private final Path socket;
  private final KmsCalls calls;
  private final ConnectionCount connections = new ConnectionCount();
  private final EventLoopGroup eventLoops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("kms-plugin-server", true), NioIoHandler.newFactory());
  private final Server server;

  private KmsPluginServer(Path socket, KmsService service) {
    this.socket = socket;
    this.calls = new KmsCalls(service);
    this.server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(eventLoops)
            .workerEventLoopGroup(eventLoops)
            .directExecutor()
            .addTransportFilter(connections)
            .addService(calls.definition())
            .build();
  }

  /// Serves the v1 API (`v1beta1`) at `socket`, which must not exist.
  public static KmsPluginServer startV1(Path socket, KeyEncryptionKey kek) throws IOException {
    return new KmsPluginServer(socket, new KmsV1Service(kek)).start();
  }

  /// Serves the v2 API at `socket`, which must not exist.
  public static KmsPluginServer startV2(Path socket, KeyEncryptionKey kek) throws IOException {
    return new KmsPluginServer(socket, new KmsV2Service(kek)).start();
  }

  /// Serves until the process is ended: `--kek FILE [--v1 SOCKET] [--v2 SOCKET]`, where `FILE`
  /// holds 64 hexadecimal digits or is a cluster's `truth.json`.
  public static void main(String[] args) throws IOException, InterruptedException {
    PluginArguments.parse(args).serve(System.out);
  }

  /// Answers in this way from now on.
  public KmsPluginServer behave(Conduct conduct) {
    calls.behave(conduct);
    return this;
  }

  /// How often a method (`Version`, `Status`, `Encrypt`, `Decrypt`) was called.
  public int calls(String method) {
    return calls.count(method);
  }

  /// How many connections were made.
  public int connections() {
    return connections.count();
  }

  /// What a configuration calls this plugin's place: `unix:///path`.
  public String endpoint() {
    return "unix://" + socket.toAbsolutePath();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
      endEventLoops();
      Files.deleteIfExists(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KmsPluginServer start() throws IOException {
    try {
      server.start();
      return this;
    } catch (IOException e) {
      var _ = eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
  }

  private void endEventLoops() throws InterruptedException {
    var _ = eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    eventLoops.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
  }
}
