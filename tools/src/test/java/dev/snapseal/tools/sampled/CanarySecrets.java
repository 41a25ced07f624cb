package dev.snapseal.tools.sampled;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Secrets in the clear, each with the same canary in it, as requests to an etcd.
public final class CanarySecrets {
  private static final int DATA_BYTES = 32 << 10;

  /// Not more than etcd takes at once (`--max-request-bytes`, 1.5 MiB).
  private static final int PUTS_AT_ONCE = 32;

  private final Canary canary;
  private final SplittableRandom random = new SplittableRandom(20261126);

  public CanarySecrets(Canary canary) {
    this.canary = canary;
  }

  /// Puts as many Secrets as fill some MiB.
  public void fill(LoneEtcd etcd, int mib) throws Exception {
    int count = mib * ((1 << 20) / DATA_BYTES);
    for (int from = 0; from < count; from += PUTS_AT_ONCE) {
      List<String> puts =
          IntStream.range(from, Math.min(count, from + PUTS_AT_ONCE))
              .mapToObj(i -> "{\"request_put\":%s}".formatted(put("filled", i, DATA_BYTES)))
              .toList();
      etcd.ask("kv/txn", "{\"success\":[" + String.join(",", puts) + "]}");
    }
  }

  /// A request of `kv/put`.
  public String put(String namespace, int number, int dataBytes) {
    byte[] data = new byte[dataBytes];
    random.nextBytes(data);
    // At its beginning, amid it, and at its end: of any piece of a page there is one.
    byte[] text = canary.text().getBytes(UTF_8);
    List<Integer> places = new ArrayList<>(List.of(0, dataBytes - text.length));
    for (int at = 1000; at < dataBytes - 2 * text.length; at += 3000) {
      places.add(at);
    }
    places.forEach(at -> System.arraycopy(text, 0, data, at, text.length));
    StoredObject secret = StoredObject.secret(namespace, "s" + number).data("password", data);
    return "{\"key\":\"%s\",\"value\":\"%s\"}"
        .formatted(encoded(secret.etcdKey().getBytes(UTF_8)), encoded(secret.toBytes()));
  }

  /// A request of `kv/deleterange` for one of them.
  public static String delete(String namespace, int number) {
    return "{\"key\":\"%s\"}"
        .formatted(encoded(StoredObject.secret(namespace, "s" + number).etcdKey().getBytes(UTF_8)));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
