package dev.snapseal.benchmarks;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/// Ciphers that every JDK has.
final class JdkCiphers {
  private JdkCiphers() {}

  static Cipher of(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + transformation, e);
    }
  }
}
