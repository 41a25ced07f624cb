package dev.snapseal.tools.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/// A certificate for 127.0.0.1 and its key, made for one drill: the same for the server and for the
/// only client that it accepts. Without it, every user of the machine could read from the restored
/// etcd.
///
/// Its common name is `root`: where a backup has etcd's authentication on, that is the user that a
/// client with this certificate is, and the only one that is always there.
///
/// The JDK can read certificates but not make them, so its bytes are put together here.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280, section 4.1</a>
final class LoopbackCertificate {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int UTF8_STRING = 0x0C;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int EXPLICIT_0 = 0xA0;
  private static final int EXPLICIT_3 = 0xA3;
  private static final int IP_ADDRESS = 0x87;

  private static final String ECDSA_WITH_SHA256 = "06082a8648ce3d040302";
  private static final String COMMON_NAME = "0603550403";
  private static final String ALTERNATIVE_NAME = "0603551d11";
  private static final String BASIC_CONSTRAINTS = "0603551d13";
  private static final String TRUE = "0101ff";

  /// @see <a href="https://etcd.io/docs/v3.6/op-guide/authentication/rbac/">etcd: Role-based access
  ///   control, using TLS common name</a>
  private static final String USER = "root";

  private static final Duration CLOCK_SKEW = Duration.ofDays(1);
  private static final Duration LIFE = Duration.ofDays(7);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private LoopbackCertificate() {}

  /// Makes a certificate and writes both as PEM.
  ///
  /// @param certificate file that must not exist yet
  /// @param key likewise; in a folder that only its owner may enter
  static void write(Path certificate, Path key) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      writePem(certificate, "CERTIFICATE", encoded(pair));
      writePem(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA over P-256", e);
    }
  }

  private static void writePem(Path file, String label, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label),
        java.nio.file.StandardOpenOption.CREATE_NEW);
  }

  private static byte[] encoded(KeyPair pair) throws GeneralSecurityException {
    byte[] algorithm = der(SEQUENCE, hex(ECDSA_WITH_SHA256));
    byte[] body = body(pair, algorithm);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(body);
    return der(SEQUENCE, body, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
  }

  private static byte[] body(KeyPair pair, byte[] algorithm) {
    Instant now = Instant.now();
    byte[] name =
        der(
            SEQUENCE,
            der(SET, der(SEQUENCE, hex(COMMON_NAME), der(UTF8_STRING, USER.getBytes(US_ASCII)))));
    byte[] validity =
        der(
            SEQUENCE,
            der(UTC_TIME, UTC.format(now.minus(CLOCK_SKEW)).getBytes(US_ASCII)),
            der(UTC_TIME, UTC.format(now.plus(LIFE)).getBytes(US_ASCII)));
    return der(
        SEQUENCE,
        der(EXPLICIT_0, der(INTEGER, new byte[] {2})),
        der(INTEGER, new BigInteger(64, new SecureRandom()).add(BigInteger.ONE).toByteArray()),
        algorithm,
        name,
        validity,
        name,
        pair.getPublic().getEncoded(),
        der(EXPLICIT_3, der(SEQUENCE, constraints(), address())));
  }

  /// It is its own authority.
  private static byte[] constraints() {
    return der(
        SEQUENCE, hex(BASIC_CONSTRAINTS), hex(TRUE), der(OCTET_STRING, der(SEQUENCE, hex(TRUE))));
  }

  private static byte[] address() {
    return der(
        SEQUENCE,
        hex(ALTERNATIVE_NAME),
        der(OCTET_STRING, der(SEQUENCE, der(IP_ADDRESS, new byte[] {127, 0, 0, 1}))));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /// One element: its tag, its length, and its parts.
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length >= 0x80) {
      int lengthBytes = length > 0xFF ? 2 : 1;
      element.write(0x80 + lengthBytes);
      if (lengthBytes == 2) {
        element.write(length >>> 8);
      }
    }
    element.write(length);
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
