package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.testdata.etcd.KeyValueMessage;
import dev.snapseal.testdata.kubernetes.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A snapshot of many small revisions: Secrets in plaintext that are written one after the other,
/// and then again; the same numbers always give the same bytes.
///
/// Revision i (from 0) is main revision i + 2, of Secret i modulo `keys`, with another password
/// than before. Ten million make about 4 GiB; it is written in one pass with little memory.
///
/// @param revisions 1 to 99,999,999
/// @param keys how many Secrets, 1 to `revisions` and at most 9,999,999
/// @param seed chooses the passwords
public record LargeHistory(int revisions, int keys, long seed) {
  private static final String USAGE =
      "usage: LargeHistory REVISIONS KEYS SEED FILE, such as 10000000 100000 1 large.db";

  private static final int PASSWORD_BYTES = 24;

  /// The largest record fits so often between a page's header and what etcd leaves free.
  private static final int RECORDS_PER_LEAF = 10;

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException when there are too few or too many
  public LargeHistory {
    if (revisions < 1
        || revisions > 99_999_999
        || keys < 1
        || keys > Math.min(revisions, 9_999_999)) {
      throw new IllegalArgumentException(revisions + " revisions of " + keys + " keys");
    }
  }

  /// Writes a snapshot.
  ///
  /// @param args as the usage line says
  public static void main(String[] args) throws IOException {
    if (args.length != 4) {
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    Path file = Path.of(args[3]);
    new LargeHistory(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]))
        .writeTo(file);
    System.out.printf("%s: %s revisions, %d bytes%n", file, args[0], Files.size(file));
  }

  /// Writes the snapshot with its trailer.
  public void writeTo(Path file) throws IOException {
    try (LargeWriter writer = new LargeWriter(file)) {
      writer.write(plan(), this::record);
    }
  }

  private LargePlan plan() {
    int leaves = Math.ceilDiv(revisions, RECORDS_PER_LEAF);
    int[] starts =
        IntStream.rangeClosed(0, leaves)
            .map(leaf -> Math.min(revisions, leaf * RECORDS_PER_LEAF))
            .toArray();
    int[] dataBytes = new int[revisions];
    Arrays.fill(dataBytes, PASSWORD_BYTES);
    return new LargePlan(dataBytes, starts, leaves);
  }

  private byte[] record(int index, int dataBytes, long revision) {
    byte[] password = new byte[dataBytes];
    new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index).nextBytes(password);
    int key = index % keys;
    StoredObject secret =
        StoredObject.secret("ns-%02d".formatted(key % 40), "secret-%07d".formatted(key))
            .data("password", password);
    return new KeyValueMessage(
            secret.etcdKey().getBytes(US_ASCII),
            LargePlan.revision(key),
            revision,
            1 + index / keys,
            secret.toBytes(),
            0)
        .toBytes();
  }
}
