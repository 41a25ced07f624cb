package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.damage.SoundSnapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `etcdctl` and `etcdutl snapshot status -w json` print of a file, and what we read.
class EtcdStatusIT {
  private static final Peer ETCDCTL = Peer.named("etcdctl");
  private static final Optional<Peer> ETCDUTL = Peer.find("etcdutl");

  @TempDir private Path folder;

  /// A backup by its name.
  record Backup(String name, Supplier<byte[]> file) {
    byte[] bytes() {
      return file.get();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Backup> backups() {
    List<String> real =
        List.of(
            "etcd-3.5/0-plain.db",
            "etcd-3.5/2-cbc2.db",
            "etcd-3.5/5-stamp.db",
            "etcd-3.5/final.db",
            "etcd-3.6/0-plain.db",
            "etcd-3.6/2-cbc2.db",
            "etcd-3.6/5-stamp.db",
            "etcd-3.6/final.db",
            "remnant-3.6/remnant.db",
            "zoo-1.36/zoo.db");
    return Stream.concat(
        real.stream().map(name -> new Backup(name, () -> read("clusters/" + name))),
        SoundSnapshots.all().stream()
            .filter(sound -> sound.name().startsWith("etcd-"))
            .map(sound -> new Backup(sound.name(), sound::bytes)));
  }

  /// 3.4 counts the elements of all buckets.
  @ParameterizedTest
  @MethodSource("backups")
  void theStatusIsThatOfEtcdctl(Backup backup) throws IOException, InterruptedException {
    Status ours = status(backup);
    assertEquals(ours.json(ours.elements), statusOf(ETCDCTL, backup));
  }

  /// 3.6 counts the keys that live.
  @ParameterizedTest
  @MethodSource("backups")
  void theStatusIsThatOfEtcdutl(Backup backup) throws IOException, InterruptedException {
    assertTrue(ETCDUTL.isPresent(), "no etcdutl: run .ci/peers");
    Status ours = status(backup);
    assertEquals(ours.json(ours.liveKeys), statusOf(ETCDUTL.get(), backup));
  }

  private record Status(long hash, long revision, long size, long elements, long liveKeys) {
    String json(long keys) {
      return "hash %d revision %d totalKey %d totalSize %d".formatted(hash, revision, keys, size);
    }
  }

  private static Status status(Backup backup) throws IOException {
    Snapshot snapshot = TestFiles.open(backup.bytes());
    AtomicLong elements = new AtomicLong();
    for (Bucket bucket : snapshot.buckets()) {
      snapshot.forEach(bucket, (leaf, element) -> elements.incrementAndGet());
    }
    try (RevisionIndex index = RevisionIndex.build(snapshot)) {
      return new Status(
          StatusHash.of(snapshot),
          index.lastMain(),
          snapshot.imageLength(),
          elements.get(),
          index.liveKeys());
    }
  }

  private String statusOf(Peer peer, Backup backup) throws IOException, InterruptedException {
    Files.write(folder.resolve("file.db"), backup.bytes());
    Peer.Answer answer = peer.run(folder, "snapshot", "status", "file.db", "-w", "json");
    assertTrue(answer.isAccepted(), answer::output);
    return "hash %s revision %s totalKey %s totalSize %s"
        .formatted(
            number(answer.output(), "hash"),
            number(answer.output(), "revision"),
            number(answer.output(), "totalKey"),
            number(answer.output(), "totalSize"));
  }

  private static String number(String json, String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(json);
    assertTrue(matcher.find(), () -> field + " is not in " + json);
    return matcher.group(1);
  }

  private static byte[] read(String resource) {
    try {
      return Files.readAllBytes(TestData.resource(resource));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
