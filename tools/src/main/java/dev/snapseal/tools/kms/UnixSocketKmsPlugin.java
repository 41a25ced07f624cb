package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPlugin;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// A KMS plugin on a unix socket, met as the API server meets it.
///
/// Connects with the first call. Before the first data key the plugin is greeted once (v1
/// `Version`, v2 `Status`) and its answer checked; if that fails, every later data key fails for
/// the same reason without asking again, so that a backup of many keys does not wait for each. Safe
/// for use by several threads; they share one connection.
public final class UnixSocketKmsPlugin implements KmsPlugin {
  private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  /// How the plugin answered its greeting.
  private sealed interface Greeting {
    record Healthy(Status status) implements Greeting {}

    record Failed(Reason reason, String message) implements Greeting {}
  }

  private final KmsPeer peer;
  private final KmsDialect dialect;
  private final Duration timeout;
  private final Lock greetingLock = new ReentrantLock();
  private final Lock connectionLock = new ReentrantLock();
  private volatile Optional<Greeting> greeting = Optional.empty();
  private Optional<KmsConnection> connection = Optional.empty();
  private boolean closed;

  private UnixSocketKmsPlugin(KmsPeer peer, KmsDialect dialect, Duration timeout) {
    this.peer = peer;
    this.dialect = dialect;
    this.timeout = timeout;
  }

  /// Prepares calls to a plugin; nothing is connected yet.
  ///
  /// @param apiVersion `v1` or `v2`, as in the configuration
  /// @param name the plugin's name in the configuration, for messages
  /// @param endpoint `unix:///path`
  /// @param timeout longest wait for each call, more than zero; more than a day counts as a day
  /// @throws KmsPluginException if the endpoint is not one that Java can connect to
  /// @throws IllegalArgumentException if the version is another or the time-out not positive
  public static UnixSocketKmsPlugin open(
      String apiVersion, String name, String endpoint, Duration timeout) throws KmsPluginException {
    KmsDialect dialect =
        switch (apiVersion) {
          case "v1" -> new KmsV1Dialect();
          case "v2" -> new KmsV2Dialect();
          default -> throw new IllegalArgumentException("KMS API version " + apiVersion);
        };
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("time-out " + timeout + " is not more than zero");
    }
    Duration bounded = timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT;
    return new UnixSocketKmsPlugin(KmsPeer.parse(name, endpoint), dialect, bounded);
  }

  /// Asks now, even when the plugin was greeted before; a changed version is not healthy.
  @Override
  public Status status() throws KmsPluginException {
    greetingLock.lock();
    try {
      return greet();
    } finally {
      greetingLock.unlock();
    }
  }

  @Override
  public WrappedKey encrypt(byte[] dataKey) throws KmsPluginException {
    requireHealthy();
    return dialect.encrypt(connection(), dataKey);
  }

  @Override
  public byte[] decrypt(WrappedKey wrapped) throws KmsPluginException {
    requireHealthy();
    return dialect.decrypt(connection(), wrapped);
  }

  @Override
  public void close() {
    connectionLock.lock();
    try {
      closed = true;
      if (connection.isPresent()) {
        connection.get().close();
      }
      connection = Optional.empty();
    } finally {
      connectionLock.unlock();
    }
  }

  private void requireHealthy() throws KmsPluginException {
    if (greeting.isEmpty()) {
      greetingLock.lock();
      try {
        if (greeting.isEmpty()) {
          greet();
        }
      } finally {
        greetingLock.unlock();
      }
    }
    if (greeting.orElseThrow() instanceof Greeting.Failed(Reason reason, String message)) {
      throw new KmsPluginException(reason, message, peer.socket().toString());
    }
  }

  private Status greet() throws KmsPluginException {
    try {
      Status status = dialect.greet(connection());
      if (greeting.isPresent()
          && greeting.get() instanceof Greeting.Healthy(Status first)
          && !first.version().equals(status.version())) {
        throw peer.failure(
            Reason.UNHEALTHY,
            "is not healthy: KMSv2 API version should not change after the initial status response"
                + (" version " + first.version() + ", got " + status.version()));
      }
      greeting = Optional.of(new Greeting.Healthy(status));
      return status;
    } catch (KmsPluginException e) {
      greeting = Optional.of(new Greeting.Failed(e.reason(), e.getMessage()));
      throw e;
    }
  }

  private KmsConnection connection() throws KmsPluginException {
    connectionLock.lock();
    try {
      if (closed) {
        throw peer.failure(Reason.UNREACHABLE, "the connection was closed");
      }
      if (connection.isEmpty()) {
        connection = Optional.of(new KmsConnection(peer, timeout));
      }
      return connection.get();
    } finally {
      connectionLock.unlock();
    }
  }
}
