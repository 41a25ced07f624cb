package dev.snapseal.tools.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/// A client's key and certificates out of PEM files as clusters have them: kubeadm writes RSA keys
/// in PKCS #1, k3s EC keys in SEC 1, and the JDK reads only PKCS #8.
final class PemKey {
  private static final int MAX_BYTES = 1 << 20;

  private PemKey() {}

  static PrivateKey privateKey(Path file) throws IOException {
    byte[] pem = read(file);
    try (PemReader reader =
        new PemReader(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
      for (PemObject object = reader.readPemObject();
          object != null;
          object = reader.readPemObject()) {
        // Some put the curve in front of the key.
        if (object.getType().endsWith("PRIVATE KEY")) {
          return key(object);
        }
      }
      throw new IOException("it holds no private key in PEM");
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new EtcdCredentialsException(
          "[" + file + "] no private key of a client: " + reason(e), e);
    } finally {
      java.util.Arrays.fill(pem, (byte) 0);
    }
  }

  private static PrivateKey key(PemObject object) throws GeneralSecurityException, IOException {
    PrivateKeyInfo info =
        switch (object.getType()) {
          case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(object.getContent());
          case "RSA PRIVATE KEY" ->
              new PrivateKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  RSAPrivateKey.getInstance(object.getContent()));
          case "EC PRIVATE KEY" -> {
            ECPrivateKey key = ECPrivateKey.getInstance(object.getContent());
            yield new PrivateKeyInfo(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                key);
          }
          default -> throw new IOException("a key of type " + object.getType() + " cannot be used");
        };
    String algorithm =
        switch (info.getPrivateKeyAlgorithm().getAlgorithm().getId()) {
          case "1.2.840.113549.1.1.1" -> "RSA";
          case "1.2.840.10045.2.1" -> "EC";
          case "1.3.101.112" -> "Ed25519";
          default -> throw new IOException("its algorithm is neither RSA, EC nor Ed25519");
        };
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  static X509Certificate[] certificates(Path file) throws IOException {
    try (InputStream in = new java.io.ByteArrayInputStream(read(file))) {
      List<X509Certificate> chain = new ArrayList<>();
      CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .forEach(certificate -> chain.add((X509Certificate) certificate));
      if (chain.isEmpty()) {
        throw new EtcdCredentialsException("[" + file + "] it holds no certificate in PEM", null);
      }
      return chain.toArray(X509Certificate[]::new);
    } catch (GeneralSecurityException e) {
      throw new EtcdCredentialsException("[" + file + "] no certificate: " + reason(e), e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new EtcdCredentialsException("[" + file + "] cannot be read", e);
    }
  }

  /// The message, unless it could hold a part of the key.
  private static String reason(Exception failure) {
    return failure.getClass() == IOException.class && failure.getMessage() != null
        ? failure.getMessage()
        : failure.getClass().getSimpleName();
  }
}
