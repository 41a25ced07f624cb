package dev.snapseal.tools.capture;

import dev.snapseal.tools.rewrite.LoneEtcd;
import dev.snapseal.tools.sampled.CanarySecrets;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/// A client that puts and deletes Secrets all the while; little, for every revision makes each
/// later snapshot larger.
final class BusyWriter implements AutoCloseable {
  private static final int SECRETS = 50;
  private static final int DATA_BYTES = 1 << 10;
  private static final int PAUSE_MILLIS = 8;

  private final LoneEtcd etcd;
  private final CanarySecrets secrets;
  private final Thread thread = new Thread(this::write, "busy writer");
  private volatile long revision;
  private volatile boolean closed;
  private volatile Exception failure;

  private BusyWriter(LoneEtcd etcd, CanarySecrets secrets) {
    this.etcd = etcd;
    this.secrets = secrets;
  }

  static BusyWriter start(LoneEtcd etcd, CanarySecrets secrets) {
    BusyWriter writer = new BusyWriter(etcd, secrets);
    writer.thread.start();
    return writer;
  }

  private void write() {
    try {
      for (int i = 0; !closed; i++) {
        int number = i % SECRETS;
        JsonNode answer =
            i % 3 == 2
                ? etcd.ask("kv/deleterange", CanarySecrets.delete("busy", number))
                : etcd.ask("kv/put", secrets.put("busy", number, DATA_BYTES));
        revision = answer.get("header").get("revision").asLong();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = e;
    }
  }

  /// Main revision of the last write that was answered.
  long revision() {
    if (failure != null) {
      throw new IllegalStateException("it writes no more", failure);
    }
    return revision;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
