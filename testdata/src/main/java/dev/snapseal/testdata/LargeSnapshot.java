package dev.snapseal.testdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// A snapshot of any size, full of `aescbc` Secrets that really decrypt; the same numbers always
/// give the same bytes.
///
/// Value i (from 0) is one Secret, written once at main revision i + 2. The stored values have 1 to
/// 10 KiB; their sizes are drawn so that the file comes out at the size asked for, within one
/// percent. It is written in one pass with little memory.
///
/// @param values how many Secrets, 1 to 9,999,999
/// @param bytes size of the file
/// @param seed chooses keys, sizes and contents
public record LargeSnapshot(int values, long bytes, long seed) {
  private static final String USAGE =
      "usage: LargeSnapshot --values N --bytes 1GiB --output FILE --config-output FILE [--seed N]";

  /// Checks the number of values.
  ///
  /// @throws IllegalArgumentException when there are too few or too many values
  public LargeSnapshot {
    if (values < 1 || values > 9_999_999) {
      throw new IllegalArgumentException(values + " values, must be 1 to 9999999");
    }
  }

  /// Writes a snapshot and the configuration that opens it.
  ///
  /// @param args as the usage line says
  public static void main(String[] args) throws IOException {
    LargeSnapshotArguments given;
    try {
      given = LargeSnapshotArguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    given.snapshot().writeTo(given.output());
    given.snapshot().writeConfiguration(given.configOutput());
    System.out.printf(
        "%s: %d values, %d bytes%n",
        given.output(), given.snapshot().values(), Files.size(given.output()));
  }

  /// Writes the snapshot with its trailer.
  ///
  /// @throws IllegalArgumentException when so many values cannot make a file of that size
  public void writeTo(Path file) throws IOException {
    SealedSecrets secrets = secrets();
    LargePlan plan = LargePlan.of(values, bytes, seed, secrets);
    try (LargeWriter writer = new LargeWriter(file)) {
      writer.write(plan, secrets);
    }
  }

  /// Writes the `EncryptionConfiguration` that opens every value.
  public void writeConfiguration(Path file) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources:
          - secrets
          providers:
          - aescbc:
              keys:
              - name: %s
                secret: %s
          - identity: {}
        """
            .formatted(
                SealedSecrets.KEY_NAME, Base64.getEncoder().encodeToString(secrets().keyBytes())));
  }

  private SealedSecrets secrets() {
    return new SealedSecrets(seed);
  }
}
