package dev.snapseal.tools.etcd;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps the libraries below jetcd from standard error, which is for the user, and from the
/// temporary folder.
final class Silence {
  /// Held here, as the JDK forgets the level of a logger that nobody holds.
  private static final List<Logger> SILENT =
      List.of(
          Logger.getLogger("io.grpc"),
          Logger.getLogger("io.netty"),
          Logger.getLogger("io.vertx"),
          Logger.getLogger("io.etcd"));

  private Silence() {}

  /// To be called before the first class of jetcd is used.
  static void fall() {
    // SLF4J complains of having no provider, Vert.x makes a folder to unpack the class path into.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("vertx.disableFileCaching", "true");
    System.setProperty("vertx.disableFileCPResolving", "true");
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    SILENT.forEach(logger -> logger.setLevel(Level.OFF));
  }
}
