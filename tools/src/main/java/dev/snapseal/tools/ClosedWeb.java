package dev.snapseal.tools;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/// Answers for the web: this program opens no page.
///
/// The JDK makes such a URL all the same when it first opens a cipher, and without an answer at
/// hand it would open every jar of the class path to look for one, at each start.
final class ClosedWeb extends URLStreamHandler {
  private ClosedWeb() {}

  /// Takes over `http` and `https` in this JVM; to be called once.
  static void takeOver() {
    URL.setURLStreamHandlerFactory(
        protocol -> protocol.startsWith("http") ? new ClosedWeb() : null);
  }

  @Override
  protected URLConnection openConnection(URL url) throws IOException {
    throw new IOException("Snapseal opens no " + url.getProtocol() + " connections");
  }
}
