package dev.snapseal.tools.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PemKeyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "EC, 256", "EC, 384", "Ed25519, 255"})
  void aKeyIsReadInPkcs8(String algorithm, int bits) throws Exception {
    KeyPair pair = pair(algorithm, bits);
    assertEquals(
        pair.getPrivate(), PemKey.privateKey(pem("PRIVATE KEY", pair.getPrivate().getEncoded())));
  }

  /// Inside PKCS #8 is what kubeadm (RSA) and k3s (EC) write alone.
  @ParameterizedTest
  @CsvSource({"RSA, 2048, RSA PRIVATE KEY", "EC, 256, EC PRIVATE KEY"})
  void aKeyIsReadInTheOlderForm(String algorithm, int bits, String label) throws Exception {
    KeyPair pair = pair(algorithm, bits);
    PrivateKey read = PemKey.privateKey(pem(label, inside(pair)));
    assertEquals(secret(pair.getPrivate()), secret(read));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"})
  void garbageIsRefusedAndNotShown(String label) throws Exception {
    Path file = pem(label, "hunter2-hunter2".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    EtcdCredentialsException refused =
        assertThrows(EtcdCredentialsException.class, () -> PemKey.privateKey(file));
    assertTrue(refused.getMessage().startsWith("[" + file + "]"), refused.getMessage());
    assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
  }

  @Test
  void aFileWithoutAKeyIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("none.pem"), "no key\n");
    assertThrows(EtcdCredentialsException.class, () -> PemKey.privateKey(file));
    assertThrows(EtcdCredentialsException.class, () -> PemKey.certificates(file));
    assertThrows(
        EtcdCredentialsException.class, () -> PemKey.certificates(folder.resolve("nowhere")));
  }

  private static KeyPair pair(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static BigInteger secret(PrivateKey key) {
    return key instanceof ECPrivateKey curve
        ? curve.getS()
        : ((RSAPrivateKey) key).getPrivateExponent();
  }

  /// The JDK leaves the curve out of the inner form, where SEC 1 has it.
  private static byte[] inside(KeyPair pair) throws Exception {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
    if (pair.getPrivate() instanceof ECPrivateKey key) {
      return new org.bouncycastle.asn1.sec.ECPrivateKey(
              256, key.getS(), info.getPrivateKeyAlgorithm().getParameters())
          .getEncoded();
    }
    return info.parsePrivateKey().toASN1Primitive().getEncoded();
  }

  private Path pem(String label, byte[] der) throws Exception {
    return Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(der), label));
  }
}
