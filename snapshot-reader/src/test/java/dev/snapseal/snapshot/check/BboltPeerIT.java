package dev.snapseal.snapshot.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.Peer;
import dev.snapseal.testdata.Mutations;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.damage.Damage;
import dev.snapseal.testdata.damage.DamagedSnapshots;
import dev.snapseal.testdata.damage.SoundSnapshot;
import dev.snapseal.testdata.damage.SoundSnapshots;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `bbolt check` and ours on the same files: what it refuses, we refuse; what is sound, both
/// accept.
class BboltPeerIT {
  private static final Peer BBOLT = Peer.named("bbolt");
  private static final int MUTATIONS = 300;
  private static final long SEED = 7;

  @TempDir private Path folder;

  static List<Damage> damages() {
    return DamagedSnapshots.all();
  }

  static List<SoundSnapshot> soundSnapshots() {
    return SoundSnapshots.all();
  }

  @ParameterizedTest
  @MethodSource("damages")
  void whatBboltRefusesIsRefused(Damage damage) throws IOException, InterruptedException {
    byte[] file = damage.bytes();
    Peer.Answer bbolt = check(file);
    assertTrue(bbolt.isAccepted() || isRefused(file), bbolt::output);
  }

  @ParameterizedTest
  @MethodSource("soundSnapshots")
  void bothAcceptWhatIsSound(SoundSnapshot sound) throws IOException, InterruptedException {
    byte[] file = sound.bytes();
    Peer.Answer bbolt = check(file);
    assertTrue(bbolt.isAccepted(), bbolt::output);
    assertEquals(false, isRefused(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "etcd-3.5/final.db",
        "etcd-3.6/final.db",
        "remnant-3.6/remnant.db",
        "zoo-1.36/zoo.db"
      })
  void bothAcceptARealBackup(String name) throws IOException, InterruptedException {
    byte[] file = Files.readAllBytes(TestData.resource("clusters/" + name));
    assertTrue(check(file).isAccepted());
    assertEquals(false, isRefused(file));
  }

  @Test
  void ofRandomMutationsNoneIsRefusedByBboltAlone() throws IOException, InterruptedException {
    byte[] sound =
        SoundSnapshots.all().stream()
            .filter(snapshot -> snapshot.name().equals("freelist-stored"))
            .findFirst()
            .orElseThrow()
            .bytes();
    Mutations mutations = Mutations.of(sound, SEED);
    List<String> onlyBbolt = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] file = withoutTrailer(mutations.file(i));
      Peer.Answer bbolt = check(file);
      if (!bbolt.isAccepted()) {
        refused++;
        if (!isRefused(file)) {
          onlyBbolt.add(i + ": " + bbolt.output().lines().findFirst().orElse(""));
        }
      }
    }
    System.out.printf("bbolt refuses %d of %d mutations of seed %d%n", refused, MUTATIONS, SEED);
    assertEquals(List.of(), onlyBbolt);
  }

  /// So that it is the structure that is compared: a trailer would betray any change.
  private static byte[] withoutTrailer(byte[] file) {
    return java.util.Arrays.copyOf(file, Math.max(0, file.length - 32));
  }

  private Peer.Answer check(byte[] file) throws IOException, InterruptedException {
    Path path = folder.resolve("file.db");
    Files.write(path, file);
    return BBOLT.run(folder, "check", "file.db");
  }

  private static boolean isRefused(byte[] file) throws IOException {
    try {
      return SnapshotChecker.check("file.db", MemorySegment.ofArray(file), CheckOptions.structure())
          .hasErrors();
    } catch (dev.snapseal.snapshot.CorruptSnapshotException e) {
      return true;
    }
  }
}
