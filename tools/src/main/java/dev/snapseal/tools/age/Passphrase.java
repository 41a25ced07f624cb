package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import dev.snapseal.tools.age.AgeException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SCrypt;

/// A passphrase and what a file key is wrapped with under it. Wiped by [#close].
public final class Passphrase implements AutoCloseable {
  /// What age writes: 256 MiB and about a second for each guess.
  static final int LOG_WORK_FACTOR = 18;

  /// What age takes: a file could ask for any amount of memory and time.
  static final int HIGHEST_LOG_WORK_FACTOR = 22;

  private static final byte[] LABEL =
      "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK_SIZE = 8;
  private static final int KEY_BYTES = 32;

  private final byte[] utf8;

  /// @param utf8 the passphrase; kept, and wiped on closing
  /// @throws AgeException if it is empty
  public Passphrase(byte[] utf8) throws AgeException {
    if (utf8.length == 0) {
      throw new AgeException(Reason.BAD_KEY, "the passphrase is empty");
    }
    this.utf8 = utf8;
  }

  /// The same, to be closed on its own.
  public Passphrase copy() throws AgeException {
    return new Passphrase(utf8.clone());
  }

  /// What wraps the file key.
  ///
  /// @param logWorkFactor log2 of scrypt's N, 1 to 99
  /// @throws StanzaException if that takes more memory or time than is sensible
  CipherKey wrapKey(byte[] salt, int logWorkFactor) throws StanzaException {
    if (logWorkFactor > HIGHEST_LOG_WORK_FACTOR) {
      throw new StanzaException(
          Reason.TOO_COSTLY,
          "its passphrase has the work factor 2^%d, and more than 2^%d is refused"
              .formatted(logWorkFactor, HIGHEST_LOG_WORK_FACTOR));
    }
    long bytes = (128L * BLOCK_SIZE) << logWorkFactor;
    if (bytes > Runtime.getRuntime().maxMemory() / 4 * 3) {
      throw new StanzaException(
          Reason.TOO_COSTLY,
          "to try its passphrase takes %d MiB of Java's memory, which has %d"
              .formatted(bytes >> 20, Runtime.getRuntime().maxMemory() >> 20));
    }
    byte[] labelled = Arrays.copyOf(LABEL, LABEL.length + salt.length);
    System.arraycopy(salt, 0, labelled, LABEL.length, salt.length);
    return new CipherKey( // which keeps the array, and wipes it when it is destroyed
        SCrypt.generate(utf8, labelled, 1 << logWorkFactor, BLOCK_SIZE, 1, KEY_BYTES));
  }

  @Override
  public void close() {
    Arrays.fill(utf8, (byte) 0);
  }
}
