package dev.snapseal.testdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDataTest {

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6", "remnant-3.6", "zoo-1.36"})
  void theLastSnapshotOfEveryClusterEndsInItsOwnSha256(String cluster)
      throws IOException, NoSuchAlgorithmException {
    byte[] file = Files.readAllBytes(TestData.cluster(cluster).finalDb());
    byte[] image = Arrays.copyOf(file, file.length - 32);
    assertArrayEquals(
        MessageDigest.getInstance("SHA-256").digest(image),
        Arrays.copyOfRange(file, image.length, file.length));
  }

  @Test
  void everyNamedFileOfAClusterIsThere() {
    Cluster cluster = TestData.cluster("etcd-3.6");
    assertTrue(Files.exists(cluster.epoch("0-plain")));
    assertTrue(Files.exists(cluster.epoch("2-cbc2")));
    assertTrue(Files.exists(cluster.epoch("5-stamp")));
    assertTrue(Files.exists(cluster.config()));
    assertTrue(Files.exists(cluster.truth()));
    assertTrue(Files.exists(cluster.dataDirectory()));
    assertTrue(Files.exists(TestData.cluster("zoo-1.36").objects()));
    assertTrue(Files.exists(TestData.vectors("encryption-at-rest.json")));
    assertTrue(Files.exists(TestData.vectors("published-keys.json")));
  }

  @Test
  void anUnknownClusterIsRefusedByName() {
    var refused = assertThrows(IllegalArgumentException.class, () -> TestData.cluster("etcd-9.9"));
    assertEquals("no cluster is called etcd-9.9", refused.getMessage());
  }
}
