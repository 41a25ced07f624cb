package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.framework.codec.CanonicalBase64;
import dev.snapseal.tools.age.AgeException.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.KeyAgreement;

/// One wrapped file key in a header: the rules of age.md that hold before anything is decrypted.
final class Stanza {
  static final String X25519 = "X25519";
  static final String SCRYPT = "scrypt";

  /// Nonce-less ChaCha20-Poly1305 of 16 bytes. The length is checked first, so that a file cannot
  /// be made that opens in two ways.
  static final int BODY_BYTES = 32;

  static final int SALT_BYTES = 16;
  private static final int SHARE_BYTES = 32;
  private static final Pattern WORK_FACTOR = Pattern.compile("[1-9][0-9]?");

  private Stanza() {}

  /// @throws StanzaException if one of a known type is malformed, or a passphrase is not alone
  static void refuseMalformed(List<RecipientStanza> stanzas) throws StanzaException {
    if (stanzas.isEmpty()) {
      throw damaged("the header has no recipient stanza");
    }
    for (RecipientStanza stanza : stanzas) {
      switch (stanza.getType()) {
        case X25519 -> refuseMalformedX25519(stanza);
        case SCRYPT -> {
          if (stanzas.size() > 1) {
            throw damaged("a passphrase beside another recipient");
          }
          refuseMalformedScrypt(stanza);
        }
        default -> {
          // age.md: others are for other implementations, and passed over
        }
      }
    }
  }

  private static void refuseMalformedX25519(RecipientStanza stanza) throws StanzaException {
    byte[] share = arguments(stanza, 1) ? decoded(stanza.getArguments().getFirst()) : null;
    if (share == null || share.length != SHARE_BYTES || isWrongBody(stanza)) {
      throw damaged("an X25519 stanza with a wrong number or size of fields");
    }
    if (hasSmallOrder(share)) {
      throw damaged("an X25519 stanza whose share gives the same secret to everybody");
    }
  }

  /// RFC 7748 section 6.1: such a share has an all-zero secret with every key, so with any key
  /// here.
  private static boolean hasSmallOrder(byte[] share) {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance(X25519);
      agreement.init(KeyPairGenerator.getInstance(X25519).generateKeyPair().getPrivate());
      agreement.doPhase(publicKey(share), true);
      return false;
    } catch (InvalidKeyException e) {
      return true;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no X25519", e);
    }
  }

  /// RFC 7748 section 5: little-endian, the highest bit ignored.
  private static PublicKey publicKey(byte[] share) throws GeneralSecurityException {
    byte[] bigEndian = new byte[SHARE_BYTES];
    for (int i = 0; i < SHARE_BYTES; i++) {
      bigEndian[i] = share[SHARE_BYTES - 1 - i];
    }
    bigEndian[0] &= 0x7F;
    return KeyFactory.getInstance(X25519)
        .generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
  }

  private static void refuseMalformedScrypt(RecipientStanza stanza) throws StanzaException {
    byte[] salt = arguments(stanza, 2) ? decoded(stanza.getArguments().getFirst()) : null;
    if (salt == null || salt.length != SALT_BYTES || isWrongBody(stanza)) {
      throw damaged("a scrypt stanza with a wrong number or size of fields");
    }
    if (!WORK_FACTOR.matcher(stanza.getArguments().get(1)).matches()) {
      throw damaged("a scrypt stanza whose work factor is not a plain number from 1 to 99");
    }
  }

  /// The salt of a well-formed scrypt stanza.
  static byte[] salt(RecipientStanza scrypt) {
    return decoded(scrypt.getArguments().getFirst());
  }

  /// log2 of the work factor of a well-formed scrypt stanza.
  static int logWorkFactor(RecipientStanza scrypt) {
    return Integer.parseInt(scrypt.getArguments().get(1));
  }

  private static boolean arguments(RecipientStanza stanza, int count) {
    return stanza.getArguments().size() == count;
  }

  private static boolean isWrongBody(RecipientStanza stanza) {
    return stanza.getBody().length != BODY_BYTES;
  }

  private static byte[] decoded(String argument) {
    try {
      return CanonicalBase64.getDecoder().decode(argument.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static StanzaException damaged(String message) {
    return new StanzaException(Reason.DAMAGED, message);
  }
}
