package dev.snapseal.tools.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Stands between a client and a server, and does something to what the server sends.
final class MeddlingProxy implements AutoCloseable {
  /// What becomes of the byte at a place, and of all behind it.
  enum Deed {
    CUT,
    FLIP,
    /// They are kept back for good.
    HOLD
  }

  private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final URI server;
  private final Deed deed;
  private final long place;
  private final CountDownLatch done = new CountDownLatch(1);

  /// @param place bytes of a connection that come through first
  MeddlingProxy(String server, Deed deed, long place) throws IOException {
    this.server = URI.create(server);
    this.deed = deed;
    this.place = place;
    start(this::accept);
  }

  String url() {
    return "http://" + authority();
  }

  /// Without a scheme.
  String authority() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /// Waits until so many bytes went through a connection.
  boolean awaitDeed(Duration longest) throws InterruptedException {
    return done.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        start(() -> forward(client, upstream, Long.MAX_VALUE));
        start(() -> forward(upstream, client, place));
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  private void forward(Socket from, Socket to, long untouched) {
    byte[] part = new byte[8192];
    long forwarded = 0;
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        if (untouched >= forwarded && untouched < forwarded + count) {
          done.countDown();
          switch (deed) {
            case CUT -> {
              return;
            }
            case FLIP -> part[(int) (untouched - forwarded)] ^= 1;
            case HOLD -> new CountDownLatch(1).await();
          }
        }
        out.write(part, 0, count);
        out.flush();
        forwarded += count;
      }
    } catch (IOException | InterruptedException _) {
      // One of them is gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
