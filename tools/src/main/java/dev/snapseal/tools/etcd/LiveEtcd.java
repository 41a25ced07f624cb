package dev.snapseal.tools.etcd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.lease.LeaseTimeToLiveResponse;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/// A running etcd, asked over jetcd by one thread.
///
/// Every question has a deadline, and no answer is larger than [#MAX_ANSWER_BYTES].
public final class LiveEtcd implements AutoCloseable {
  /// No value of a server with usual settings has more than a fortieth of it.
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private static final Duration ANSWER_TIME = Duration.ofSeconds(30);
  private static final Duration FIRST_ANSWER_TIME = Duration.ofSeconds(2);
  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

  /// Leases that are asked for at a time.
  private static final int LEASES_AT_ONCE = 256;

  /// Where a range over all keys begins, and the word for no end.
  private static final ByteSequence ZERO = ByteSequence.from(new byte[] {0});

  private final Client client;
  private final String endpoint;

  private LiveEtcd(Client client, String endpoint) {
    this.client = client;
    this.endpoint = endpoint;
  }

  /// A client of one member; nothing is sent before the first question.
  public static LiveEtcd connect(EtcdEndpoint endpoint) throws IOException {
    return connect(endpoint, Optional.empty());
  }

  /// The same as a user; etcd is asked for a token at the first question.
  ///
  /// @param login stays the caller's
  public static LiveEtcd connect(EtcdEndpoint endpoint, Optional<EtcdLogin> login)
      throws IOException {
    Silence.fall();
    ClientBuilder builder =
        Client.builder()
            .target(endpoint.target())
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .connectTimeout(CONNECT_TIME)
            .retryMaxAttempts(1)
            .waitForReady(false);
    endpoint.secure(builder);
    login.ifPresent(user -> user.addTo(builder));
    return new LiveEtcd(builder.build(), endpoint.target());
  }

  /// Waits until the member answers a linearizable read, as etcd's own `/health` does.
  ///
  /// @param isAlive whether there is still something to wait for
  /// @return whether it answers
  public boolean awaitHealth(Duration longest, java.util.function.BooleanSupplier isAlive)
      throws IOException {
    long end = System.nanoTime() + longest.toNanos();
    while (isAlive.getAsBoolean() && System.nanoTime() - end < 0) {
      try {
        answer(client.getKVClient().get(ByteSequence.from("health", US_ASCII)), FIRST_ANSWER_TIME);
        return true;
      } catch (LiveEtcdException e) {
        if (e.isDenied()) {
          return true;
        }
        pause();
      }
    }
    return false;
  }

  public ServerStatus status() throws IOException {
    StatusResponse status = answer(client.getMaintenanceClient().statusMember(endpoint));
    return new ServerStatus(
        status.getVersion(),
        status.getHeader().getRevision(),
        status.getHeader().getClusterId(),
        status.getHeader().getMemberId(),
        status.getDbSize());
  }

  /// Has the server stream a snapshot of all that it has now, with its SHA-256 at the end.
  ///
  /// @param progress told the bytes read since it was last told
  /// @return to be read by one thread, and closed before this
  public InputStream snapshot(LongConsumer progress) {
    SnapshotStream stream = new SnapshotStream(progress);
    client.getMaintenanceClient().snapshot(stream);
    return stream;
  }

  /// The hash that members compare, at a main revision; unsigned 32 bit.
  public long hashKv(long revision) throws IOException {
    return answer(client.getMaintenanceClient().hashKV(endpoint, revision)).getHash()
        & 0xFFFF_FFFFL;
  }

  /// Visits every key that exists at a main revision, in the order of keys, a page at a time.
  ///
  /// That order is what a range without an order has. One with an order, also with this one, has
  /// the server read everything for each page.
  ///
  /// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/etcdserver/txn/txn.go">etcd
  ///   txn/txn.go: `executeRange`</a>
  public void forEachKey(long revision, ServedKey.Visitor visitor) throws IOException {
    PageLimit limit = new PageLimit();
    ByteSequence from = ZERO;
    while (true) {
      GetOption range =
          GetOption.builder()
              .withRange(ZERO)
              .withRevision(revision)
              .withLimit(limit.keys())
              .build();
      GetResponse page;
      try {
        page = answer(client.getKVClient().get(from, range));
      } catch (LiveEtcdException e) {
        if (limit.shrink()) {
          continue;
        }
        throw e;
      }
      long bytes = 0;
      for (KeyValue kv : page.getKvs()) {
        visitor.key(served(kv));
        bytes += kv.getKey().size() + kv.getValue().size();
      }
      if (page.getKvs().isEmpty() || !page.isMore()) {
        return;
      }
      limit.adapt(bytes, page.getKvs().size());
      from = page.getKvs().getLast().getKey().concat(ZERO);
    }
  }

  private static ServedKey served(KeyValue kv) {
    return new ServedKey(
        MemorySegment.ofArray(kv.getKey().getBytes()).asReadOnly(),
        MemorySegment.ofArray(kv.getValue().getBytes()).asReadOnly(),
        kv.getCreateRevision(),
        kv.getModRevision(),
        kv.getVersion(),
        kv.getLease());
  }

  /// How long each lease lives, in the order asked.
  public List<LeaseLife> leases(Collection<Long> ids) throws IOException {
    List<LeaseLife> lives = new ArrayList<>();
    List<Long> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += LEASES_AT_ONCE) {
      List<Long> some = all.subList(from, Math.min(all.size(), from + LEASES_AT_ONCE));
      List<CompletableFuture<LeaseTimeToLiveResponse>> asked =
          some.stream()
              .map(id -> client.getLeaseClient().timeToLive(id, LeaseOption.DEFAULT))
              .toList();
      for (int i = 0; i < some.size(); i++) {
        LeaseTimeToLiveResponse life = answer(asked.get(i));
        lives.add(new LeaseLife(some.get(i), life.getGrantedTTL(), life.getTTL()));
      }
    }
    return lives;
  }

  @Override
  public void close() {
    client.close();
  }

  private static <T> T answer(CompletableFuture<T> asked) throws IOException {
    return answer(asked, ANSWER_TIME);
  }

  private static <T> T answer(CompletableFuture<T> asked, Duration longest) throws IOException {
    try {
      return asked.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new LiveEtcdException(reason(e), e);
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new LiveEtcdException("no answer in " + longest.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /// The innermost message.
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
