package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.wal.RequestValue;
import dev.snapseal.testdata.etcd.WalBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import dev.snapseal.tools.ProgramRun;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Logs that can be followed, and where that ends.
final class FollowedLogTest {
  private static final int PUT = 4;
  private static final int REQUESTS = 300;

  @TempDir private Path folder;

  /// A record that reaches further behind its window than any margin: where the log can be followed
  /// it is read whole, and where it cannot the sweep says that it was too long.
  @Test
  void aRequestOfAnyLengthIsReadWhereTheLogLeadsToIt() throws Exception {
    StoredObject large = StoredObject.secret("prod", "large").data("password", "x".repeat(8 << 20));
    WalBuilder log =
        WalBuilder.first()
            .entry(2, 1, put("/registry/secrets/prod/db", sealed(13 << 20)))
            .entry(2, 2, put(large.etcdKey(), large.toBytes()));
    JsonNode followed = sweep(log.preallocated(64));
    assertEquals(List.of("large"), names(followed));
    assertEquals(0, followed.get("recognised").get("refused").asInt());
    assertEquals(2, followed.get("recognised").get("requests").asInt());

    byte[] headless = log.preallocated(64);
    headless[0] ^= 1;
    assertEquals(1, sweep(headless).get("recognised").get("refused").asInt());
  }

  /// In windows that begin anywhere in records, and with every number of them done.
  @ParameterizedTest
  @ValueSource(ints = {8192, 12_288, 65_536, 1 << 20})
  void everyWindowReadsItsOwnRecordsOnce(int windowBytes) {
    byte[] bytes = log(REQUESTS).preallocated(100);
    SnapshotBytes segment = new SnapshotBytes("log", MemorySegment.ofArray(bytes));
    FollowedLog log = FollowedLog.read(segment);
    assertTrue(log.isWhole());
    List<Long> offsets = new ArrayList<>();
    for (int start = 0; start < bytes.length; start += windowBytes) {
      int base = Math.max(0, start - (64 << 10));
      int end = Math.min(bytes.length, start + windowBytes + 4096);
      SnapshotBytes part =
          new SnapshotBytes("log", MemorySegment.ofArray(Arrays.copyOfRange(bytes, base, end)));
      int rangeEnd = Math.min(bytes.length, start + windowBytes) - base;
      log.follow(
          new Window(0, base, part, new ByteRange(start - base, rangeEnd)),
          offsetsInto(offsets, base));
    }
    String text = new String(bytes, ISO_8859_1);
    List<Long> expected = new ArrayList<>();
    for (int at = text.indexOf("k8s\0"); at >= 0; at = text.indexOf("k8s\0", at + 1)) {
      expected.add((long) at);
    }
    assertEquals(REQUESTS, expected.size());
    assertEquals(expected, offsets);
  }

  private static FollowedLog.Visitor offsetsInto(List<Long> offsets, long base) {
    return new FollowedLog.Visitor() {
      @Override
      public void value(RequestValue value) {
        offsets.add(base + value.offset());
      }

      @Override
      public void unaccounted() {
        offsets.add(-1L);
      }
    };
  }

  /// What follows a wrong CRC, and what an older log left behind the end, is known by its shape.
  @Test
  void requestsBehindTheEndAreFoundByTheirShape() throws Exception {
    byte[] damaged = log(REQUESTS).preallocated(64);
    int middle = new String(damaged, ISO_8859_1).indexOf("secret-150.");
    damaged[middle] ^= 1;
    JsonNode swept = sweep(damaged);
    assertEquals(REQUESTS, names(swept).size());
    assertEquals("undetermined", sweepAsPolicy(damaged).get("verdict").asString());

    byte[] old = log(REQUESTS).bytes();
    byte[] young = log(10).bytes();
    Arrays.fill(old, young.length, young.length + 64, (byte) 0);
    System.arraycopy(young, 0, old, 0, young.length);
    int lost = REQUESTS - names(sweep(old)).size();
    assertTrue(lost <= 1, () -> lost + " requests were lost");
  }

  private static WalBuilder log(int requests) {
    WalBuilder log = WalBuilder.first();
    for (int i = 0; i < requests; i++) {
      StoredObject secret =
          StoredObject.secret("prod", "db-" + i).data("password", "secret-" + i + ".".repeat(i));
      log.entry(2, i + 1, put(secret.etcdKey(), secret.toBytes()));
    }
    return log;
  }

  private static byte[] put(String key, byte[] value) {
    byte[] pair = new ProtobufMessage().text(1, key).bytes(2, value).toBytes();
    return new ProtobufMessage().bytes(PUT, pair).toBytes();
  }

  private static byte[] sealed(int length) {
    byte[] value = new byte[length];
    new Random(3).nextBytes(value);
    byte[] prefix = "k8s:enc:aescbc:v1:key1:".getBytes(UTF_8);
    System.arraycopy(prefix, 0, value, 0, prefix.length);
    return value;
  }

  private JsonNode sweep(byte[] log) throws Exception {
    Path file = Files.write(folder.resolve("0.wal"), log);
    return ProgramRun.of("sweep", "-o", "json", file).json();
  }

  /// With a policy that none of the values is of.
  private JsonNode sweepAsPolicy(byte[] log) throws Exception {
    Path file = Files.write(folder.resolve("0.wal"), log);
    return ProgramRun.of("sweep", "-o", "json", file, "--policy", "configmaps").json();
  }

  /// Of the values in requests; an object whose request is gone is none.
  private static List<String> names(JsonNode report) {
    List<String> names = new ArrayList<>();
    for (JsonNode hit : report.get("hits")) {
      if (hit.get("detector").asString().equals("stored-value")) {
        assertEquals("wal", hit.get("scope").asString());
        names.add(hit.get("objectName").asString());
      }
    }
    return names;
  }
}
