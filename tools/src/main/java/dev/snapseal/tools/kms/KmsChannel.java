package dev.snapseal.tools.kms;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A gRPC channel over a unix socket on one thread of its own, with the JDK's sockets and no native
/// code.
///
/// gRPC's shared thread pools and Netty's event-loop groups would stay for a second or more after
/// closing; one event loop and calls that run on the caller's thread leave nothing behind.
final class KmsChannel implements AutoCloseable {
  /// How far a new connection is after some waiting.
  enum Readiness {
    /// It is ready, or it failed and a call will say why.
    SETTLED,
    /// Something took the connection and does not greet.
    STILL_CONNECTING
  }

  /// The first call loads some 1,500 classes, for which a short time-out of the configuration does
  /// not allow.
  private static final Duration MIN_CONNECT_TIME = Duration.ofSeconds(2);

  private static final Duration TIME_TO_END = Duration.ofSeconds(2);

  /// Both log to standard error, which is for the user. Held here, as the JDK forgets the level of
  /// a logger that nobody holds.
  private static final List<Logger> SILENT =
      List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

  static {
    // Else Netty takes SLF4J where there is one, which complains to standard error of having no
    // provider.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    SILENT.forEach(logger -> logger.setLevel(Level.OFF));
  }

  private final LoopThread thread = new LoopThread();
  private final IoEventLoop eventLoop =
      new SingleThreadIoEventLoop(null, thread, NioIoHandler.newFactory());
  private final ManagedChannel channel;

  KmsChannel(Path socket) {
    this.channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(eventLoop)
            .directExecutor()
            .usePlaintext()
            .overrideAuthority("localhost")
            .disableRetry()
            .disableServiceConfigLookUp()
            .maxInboundMessageSize(BoundedMarshaller.MAX_ANSWER_BYTES)
            .build();
  }

  Channel grpc() {
    return channel;
  }

  /// Waits until the connection stands or has failed; connects first where there is none.
  Readiness awaitReady(Duration timeout) {
    Duration patience = timeout.compareTo(MIN_CONNECT_TIME) > 0 ? timeout : MIN_CONNECT_TIME;
    long end = System.nanoTime() + patience.toNanos();
    for (ConnectivityState state = channel.getState(true);
        isUnderWay(state) && !Thread.currentThread().isInterrupted();
        state = channel.getState(true)) {
      if (!awaitChange(state, end - System.nanoTime())) {
        return Readiness.STILL_CONNECTING;
      }
    }
    return Readiness.SETTLED;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS);
      var _ = eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      thread.await(TIME_TO_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isUnderWay(ConnectivityState state) {
    return state == ConnectivityState.IDLE || state == ConnectivityState.CONNECTING;
  }

  /// Whether there is more to look at; an interrupted thread goes on to its call, which says so.
  private boolean awaitChange(ConnectivityState state, long nanos) {
    CountDownLatch changed = new CountDownLatch(1);
    channel.notifyWhenStateChanged(state, changed::countDown);
    try {
      return changed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
