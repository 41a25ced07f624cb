package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// What makes a private key the same one, whichever file format holds it: the modulus of an RSA
/// key, which is its public key's too; of other kinds the secret number itself, from which the
/// public key follows.
///
/// Reads PKCS #8, PKCS #1 and SEC 1 in DER, and OpenSSH's own format, of which the public key is in
/// the clear even where the private one is encrypted.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5958#section-2">RFC 5958, section 2</a>
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2">RFC 8017, A.1.2</a>
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5915#section-3">RFC 5915, section 3</a>
/// @see <a href="https://github.com/openssh/openssh-portable/blob/V_9_9_P2/PROTOCOL.key">OpenSSH,
///   PROTOCOL.key</a>
final class PrivateKeyNumbers {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;

  /// A key inside PKCS #8 is one level down.
  private static final int MAX_DEPTH = 3;

  private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(US_ASCII);
  private static final byte[] SSH_RSA = "ssh-rsa".getBytes(US_ASCII);

  private PrivateKeyNumbers() {}

  /// What makes it the same key; empty if the bytes are no private key that is known.
  static Optional<byte[]> of(byte[] key) {
    try {
      return isOpenSsh(key)
          ? Optional.of(ofOpenSsh(ByteBuffer.wrap(key).position(OPENSSH.length)))
          : ofSequence(ByteBuffer.wrap(key), 0);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isOpenSsh(byte[] key) {
    return key.length > OPENSSH.length
        && Arrays.equals(key, 0, OPENSSH.length, OPENSSH, 0, OPENSSH.length);
  }

  private static byte[] ofOpenSsh(ByteBuffer key) {
    sshString(key); // cipher
    sshString(key); // key derivation
    sshString(key); // and its options
    key.getInt(); // number of keys
    ByteBuffer publicKey = sshString(key);
    ByteBuffer fields = publicKey.duplicate();
    if (Arrays.equals(bytes(sshString(fields)), SSH_RSA)) {
      sshString(fields); // exponent
      return withoutSign(bytes(sshString(fields)));
    }
    return bytes(publicKey);
  }

  private static ByteBuffer sshString(ByteBuffer from) {
    return part(from, from.getInt());
  }

  private static Optional<byte[]> ofSequence(ByteBuffer der, int depth) {
    if (depth == MAX_DEPTH || peek(der) != SEQUENCE) {
      return Optional.empty();
    }
    ByteBuffer fields = element(der, SEQUENCE);
    if (der.hasRemaining() || peek(fields) != INTEGER) {
      return Optional.empty();
    }
    ByteBuffer version = element(fields, INTEGER);
    if (version.remaining() != 1) {
      return Optional.empty();
    }
    return switch (peek(fields)) {
      // PKCS #1: the modulus follows the version.
      case INTEGER -> Optional.of(withoutSign(bytes(element(fields, INTEGER))));
      // SEC 1: the secret number does.
      case OCTET_STRING -> Optional.of(withoutSign(bytes(element(fields, OCTET_STRING))));
      // PKCS #8: the algorithm does, and then the key.
      case SEQUENCE -> {
        element(fields, SEQUENCE);
        yield inside(element(fields, OCTET_STRING), depth);
      }
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> inside(ByteBuffer key, int depth) {
    return switch (peek(key)) {
      case SEQUENCE -> ofSequence(key, depth + 1);
      // Of DSA and Diffie-Hellman, and of Ed25519 and X25519.
      case INTEGER -> Optional.of(withoutSign(bytes(element(key, INTEGER))));
      case OCTET_STRING -> Optional.of(bytes(element(key, OCTET_STRING)));
      default -> Optional.empty();
    };
  }

  private static int peek(ByteBuffer der) {
    return der.hasRemaining() ? der.get(der.position()) & 0xFF : -1;
  }

  private static ByteBuffer element(ByteBuffer der, int tag) {
    if ((der.get() & 0xFF) != tag) {
      throw new IllegalArgumentException("another element");
    }
    int length = der.get() & 0xFF;
    if (length >= 0x80) {
      int octets = length & 0x7F;
      if (octets == 0 || octets > 3) {
        throw new IllegalArgumentException("no length of a key");
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | (der.get() & 0xFF);
      }
    }
    return part(der, length);
  }

  private static ByteBuffer part(ByteBuffer from, int length) {
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = from.slice(from.position(), length);
    from.position(from.position() + length);
    return part;
  }

  private static byte[] bytes(ByteBuffer part) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    return bytes;
  }

  private static byte[] withoutSign(byte[] number) {
    int start = 0;
    while (start < number.length && number[start] == 0) {
      start++;
    }
    return Arrays.copyOfRange(number, start, number.length);
  }
}
