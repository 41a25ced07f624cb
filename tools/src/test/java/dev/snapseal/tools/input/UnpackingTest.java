package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Inputs.bytesOf;
import static dev.snapseal.tools.input.Inputs.openPath;
import static dev.snapseal.tools.input.Inputs.openPipe;
import static dev.snapseal.tools.input.Inputs.pathsOf;
import static dev.snapseal.tools.input.Inputs.skippedIn;
import static dev.snapseal.tools.input.Packing.gzip;
import static dev.snapseal.tools.input.Packing.join;
import static dev.snapseal.tools.input.Packing.storedZip;
import static dev.snapseal.tools.input.Packing.tar;
import static dev.snapseal.tools.input.Packing.utf8;
import static dev.snapseal.tools.input.Packing.zip;
import static dev.snapseal.tools.input.Packing.zstd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.testdata.TestData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {
  private static final byte[] SNAPSHOT = Inputs.realSnapshot();

  @TempDir Path folder;

  private record Packed(
      String name, Supplier<byte[]> bytes, InputKind kind, String path, List<String> layers) {
    static Packed of(
        String name, Supplier<byte[]> bytes, InputKind kind, String path, String... layers) {
      return new Packed(name, bytes, kind, path, List.of(layers));
    }
  }

  private static List<Packed> everyContainer() {
    byte[] foreign = join(SNAPSHOT, new byte[5000]);
    byte[] noTrailer = Arrays.copyOf(SNAPSHOT, SNAPSHOT.length - 32);
    return List.of(
        Packed.of("plain", () -> SNAPSHOT, InputKind.SNAPSHOT, ""),
        Packed.of("without its trailer", () -> noTrailer, InputKind.SNAPSHOT, ""),
        Packed.of("with a tail", () -> foreign, InputKind.DB, ""),
        Packed.of("gzip", () -> gzip(SNAPSHOT), InputKind.SNAPSHOT, "", "gzip"),
        Packed.of("gzip, with a tail", () -> gzip(foreign), InputKind.DB, "", "gzip"),
        Packed.of("zstd", () -> zstd(SNAPSHOT), InputKind.SNAPSHOT, "", "zstd"),
        Packed.of(
            "gzip in zstd", () -> zstd(gzip(SNAPSHOT)), InputKind.SNAPSHOT, "", "zstd", "gzip"),
        Packed.of("zip", () -> zip("s.db", SNAPSHOT), InputKind.BUNDLE, "!s.db", "zip"),
        Packed.of("stored zip", () -> storedZip("s", SNAPSHOT), InputKind.BUNDLE, "!s", "zip"),
        Packed.of("tar", () -> tar("m/snap/db", SNAPSHOT), InputKind.BUNDLE, "!m/snap/db", "tar"),
        Packed.of("tar.gz", () -> gzip(tar("s", SNAPSHOT)), InputKind.BUNDLE, "!s", "gzip", "tar"),
        Packed.of("tar.zst", () -> zstd(tar("s", SNAPSHOT)), InputKind.BUNDLE, "!s", "zstd", "tar"),
        Packed.of(
            "zip in tar.gz",
            () -> gzip(tar("b/x.zip", zip("s", SNAPSHOT))),
            InputKind.BUNDLE,
            "!b/x.zip!s",
            "gzip",
            "tar",
            "zip"),
        Packed.of(
            "stored zip in tar",
            () -> tar("x.zip", storedZip("s", SNAPSHOT)),
            InputKind.BUNDLE,
            "!x.zip!s",
            "tar",
            "zip"),
        Packed.of(
            "gzip in zip",
            () -> zip("etcd.backup.gz", gzip(SNAPSHOT)),
            InputKind.BUNDLE,
            "!etcd.backup.gz",
            "zip",
            "gzip"));
  }

  @TestFactory
  List<DynamicTest> aBackupComesOutOfEveryContainerByteForByte() {
    return everyContainer().stream()
        .map(packed -> DynamicTest.dynamicTest(packed.name(), () -> assertComesOut(packed)))
        .toList();
  }

  private void assertComesOut(Packed packed) throws InputException {
    byte[] bytes = packed.bytes().get();
    Path file = Inputs.write(folder, "x.bin", bytes);
    try (BackupInput ofFile = openPath(file);
        BackupInput ofPipe = openPipe(bytes)) {
      assertEquals(List.of(file + packed.path()), pathsOf(ofFile));
      assertEquals(List.of("-" + packed.path()), pathsOf(ofPipe));
      BackupImage image = ofFile.onlyImage();
      assertEquals(packed.kind(), image.kind());
      assertEquals(packed.layers(), image.layers());
      byte[] begin = Arrays.copyOf(bytesOf(image), SNAPSHOT.length - 32);
      assertArrayEquals(Arrays.copyOf(SNAPSHOT, SNAPSHOT.length - 32), begin);
      assertArrayEquals(bytesOf(image), bytesOf(ofPipe.onlyImage()));
      assertEquals(List.of(), ofFile.skipped());
    }
  }

  @Test
  void theDatabaseOfARealDataDirectoryComesOutOfItsTarball() throws InputException {
    Path tarball = TestData.resource("clusters/etcd-3.6/data-dir.tar.zst");
    try (BackupInput input = openPath(tarball)) {
      BackupImage image = input.onlyImage();
      assertEquals(tarball + "!data-dir/member/snap/db", image.displayPath());
      assertEquals(16_801_792, image.bytes().byteSize());
      assertEquals(
          List.of(
              tarball
                  + "!data-dir/member/snap/0000000000000002-000000000000012d.snap: NOT_A_BACKUP",
              tarball + "!data-dir/member/wal/0000000000000000-0000000000000000.wal: NOT_A_BACKUP"),
          skippedIn(input));
    }
  }

  @Test
  void everyBackupOfABundleIsFound() throws InputException {
    byte[] other = Inputs.contentOf(TestData.resource("clusters/etcd-3.5/0-plain.db"));
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("monday.db", SNAPSHOT);
    members.put("tuesday.db.gz", gzip(other));
    try (BackupInput input = openPipe(gzip(tar(members)))) {
      assertEquals(List.of("-!monday.db", "-!tuesday.db.gz"), pathsOf(input));
      assertArrayEquals(SNAPSHOT, bytesOf(input.images().get(0)));
      assertArrayEquals(other, bytesOf(input.images().get(1)));
    }
  }

  @Test
  void whatIsNoBackupInAnOpenShiftBundleIsNamed() throws InputException {
    Map<String, byte[]> resources = new TreeMap<>();
    resources.put(
        "static-pod-resources/secrets/encryption-config/encryption-config",
        utf8("{\"kind\":\"EncryptionConfiguration\"}"));
    resources.put("static-pod-resources/version", utf8("4.18"));
    Map<String, byte[]> members = new TreeMap<>();
    members.put("snapshot_2026-01-01_000000.db", SNAPSHOT);
    members.put("static_kuberesources_2026-01-01_000000.tar.gz", gzip(tar(resources)));
    try (BackupInput input = openPipe(gzip(tar(members)))) {
      assertEquals(List.of("-!snapshot_2026-01-01_000000.db"), pathsOf(input));
      String inside = "-!static_kuberesources_2026-01-01_000000.tar.gz!static-pod-resources/";
      assertEquals(
          List.of(
              inside + "secrets/encryption-config/encryption-config: ENCRYPTION_CONFIGURATION",
              inside + "version: NOT_A_BACKUP"),
          skippedIn(input));
    }
  }

  @Test
  void aMemberWithAnUnsafeNameIsReadUnderThatName() throws InputException {
    for (String name : List.of("../../etc/shadow", "/etc/x", "a\u001b[31mb", "..")) {
      try (BackupInput input = openPipe(zip(name, SNAPSHOT))) {
        assertEquals(List.of("-!" + name), pathsOf(input));
      }
      try (BackupInput input = openPipe(tar(name, SNAPSHOT))) {
        assertArrayEquals(SNAPSHOT, bytesOf(input.onlyImage()));
      }
    }
  }

  @Test
  void aDamagedMemberDoesNotHideTheOthers() throws InputException {
    byte[] damaged = gzip(SNAPSHOT);
    damaged[damaged.length / 2] ^= 0x10;
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.gz", damaged);
    members.put("b", SNAPSHOT);
    try (BackupInput input = openPipe(tar(members))) {
      assertEquals(List.of("-!b"), pathsOf(input));
      assertEquals(List.of("-!a.gz: DAMAGED"), skippedIn(input));
    }
  }

  @Test
  void aBackupStaysWhenTheArchiveBreaksBehindIt() throws InputException {
    byte[] packed = tar("b", SNAPSHOT);
    int end = 512 + SNAPSHOT.length;
    try (BackupInput input = openPipe(Arrays.copyOf(packed, end))) {
      assertArrayEquals(SNAPSHOT, bytesOf(input.onlyImage()));
      assertEquals(List.of("-: TRUNCATED"), skippedIn(input));
    }
  }

  @Test
  void theChecksumBehindATarIsCheckedToo() throws InputException {
    byte[] packed = gzip(tar("b", SNAPSHOT));
    packed[packed.length - 5] ^= 1;
    try (BackupInput input = openPipe(packed)) {
      assertArrayEquals(SNAPSHOT, bytesOf(input.onlyImage()));
      assertEquals(List.of("-: DAMAGED"), skippedIn(input));
    }
  }

  @Test
  void commandsForOneBackupAreToldOfTheSecond() throws InputException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a", SNAPSHOT);
    members.put("b", SNAPSHOT);
    try (BackupInput input = openPipe(zip(members))) {
      InputException e = assertThrows(InputException.class, () -> input.onlyImage());
      assertEquals(InputProblem.AMBIGUOUS, e.problem());
      assertEquals("-!a", e.displayPath());
    }
  }
}
