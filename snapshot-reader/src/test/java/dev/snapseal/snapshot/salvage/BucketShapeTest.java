package dev.snapseal.snapshot.salvage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.LeafElement;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// To which bucket a row belongs, by its form; the rows are those that real servers wrote.
final class BucketShapeTest {
  @ParameterizedTest
  @CsvSource({
    "00000000000000025f0000000000000000, 0a01611002180220012a0178, KEY",
    "00000000000000025f000000000000000074, 0a0161, KEY",
    "7fffffffffffffff, 08ffffffffffffffff7f103c, LEASE",
    "000000000000004d, 084d103c, LEASE",
    "08a2beb6f2abf19b81671001, '', ALARM"
  })
  void whatIsNoTextIsToldByItsNumbers(String key, String value, EtcdBucket bucket) {
    assertEquals(Optional.of(bucket), shape(hex(key), hex(value)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "consistent_index, 12345678, META",
        "confState, {}, META",
        "authEnabled, x, AUTH",
        "clusterVersion, 3.6.0, CLUSTER",
        "67026f8abe4d9f22, {\"id\":7422617777548926754}, MEMBERS",
        "abc, removed, MEMBERS_REMOVED"
      })
  void whatIsTextIsToldByItsNames(String key, String value, EtcdBucket bucket) {
    assertEquals(Optional.of(bucket), shape(key.getBytes(US_ASCII), value.getBytes(US_ASCII)));
  }

  @Test
  void aUserHasAHashARoleHasPermissions() {
    byte[] name = "alice".getBytes(US_ASCII);
    assertEquals(
        Optional.of(EtcdBucket.AUTH_USERS), shape(name, hex("0a05616c69636512042432612422 00")));
    assertEquals(
        Optional.of(EtcdBucket.AUTH_ROLES), shape(name, hex("0a05616c69636512050802120161")));
  }

  @ParameterizedTest
  @CsvSource({
    // a main revision below 0; no separator; a lease under another ID; a user under another name
    "80000000000000025f0000000000000000, 0a0161",
    "0000000000000002610000000000000000, 0a0161",
    "000000000000004d, 084e103c",
    "626f62, 0a05616c69636522 00",
    // a message that claims more than there is; one that never ends
    "616c696365, 0aff7f61",
    "616c696365, ffffffffffffffffffffff",
    "'', 00"
  })
  void whatFitsNothingIsNobodys(String key, String value) {
    assertEquals(Optional.empty(), shape(hex(key), hex(value)));
  }

  /// Rows of a lease bucket with pages of its own, found by their form alone, the newest first.
  @Test
  void leafPagesOfABucketWithoutATreeAreFound() throws IOException {
    LooseLeaves leaves =
        new LooseLeaves(4096, 6)
            .leaf(3, LooseLeaves.put(2, "a", "x"))
            .leaf(4, row("000000000000004d", "084d103c"), row("000000000000004e", "084e103c"))
            .leaf(5, row("000000000000004d", "084d107c"));
    try (SalvagedBackup backup = SalvagedBackup.of(leaves.file(), SalvagedBackup.Include.TREE)) {
      SalvagedBucket lease =
          backup.buckets().stream()
              .filter(bucket -> bucket.bucket() == EtcdBucket.LEASE)
              .findFirst()
              .orElseThrow();
      assertEquals(
          new SalvagedBucket(EtcdBucket.LEASE, SalvagedBucket.Source.PAGES, false, 2), lease);
    }
  }

  private static LooseLeaves.Row row(String key, String value) {
    return new LooseLeaves.Row(hex(key), hex(value));
  }

  private static Optional<EtcdBucket> shape(byte[] key, byte[] value) {
    String both = new String(key, ISO_8859_1) + new String(value, ISO_8859_1) + "\0".repeat(8);
    SnapshotBytes bytes =
        new SnapshotBytes("rows", MemorySegment.ofArray(both.getBytes(ISO_8859_1)));
    return new BucketShape(bytes).of(new LeafElement(0, 0, 0, key.length, value.length));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
