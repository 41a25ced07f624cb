package dev.snapseal.tools.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/// Stands between a client and a server, and does something to what the server sends.
final class MeddlingProxy implements AutoCloseable {
  /// What becomes of the byte at a place, and of all behind it.
  enum Deed {
    CUT,
    FLIP
  }

  private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final URI server;
  private final Deed deed;
  private final long place;

  /// @param place bytes of a connection that come through first
  MeddlingProxy(String server, Deed deed, long place) throws IOException {
    this.server = URI.create(server);
    this.deed = deed;
    this.place = place;
    start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
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
    long done = 0;
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        if (untouched >= done && untouched < done + count) {
          if (deed == Deed.CUT) {
            return;
          }
          part[(int) (untouched - done)] ^= 1;
        }
        out.write(part, 0, count);
        out.flush();
        done += count;
      }
    } catch (IOException _) {
      // One of them is gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
