package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.codec.CanonicalBase64;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;

/// Seals for whoever knows a passphrase.
final class ScryptRecipient implements RecipientStanzaWriter {
  private final Passphrase passphrase;
  private final int logWorkFactor;

  ScryptRecipient(Passphrase passphrase, int logWorkFactor) {
    this.passphrase = passphrase;
    this.logWorkFactor = logWorkFactor;
  }

  @Override
  public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey)
      throws GeneralSecurityException {
    byte[] salt = new byte[Stanza.SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    CipherKey wrapKey = passphrase.wrapKey(salt, logWorkFactor);
    try {
      byte[] body =
          new FileKeyEncryptorFactory()
              .newFileKeyEncryptor()
              .getEncryptedFileKey(fileKey, wrapKey)
              .getEncoded();
      return List.of(
          new ScryptStanza(CanonicalBase64.getEncoder().encodeToString(salt), logWorkFactor, body));
    } finally {
      wrapKey.destroy();
    }
  }

  private static final class ScryptStanza implements RecipientStanza {
    private final String salt;
    private final int logWorkFactor;
    private final byte[] body;

    ScryptStanza(String salt, int logWorkFactor, byte[] body) {
      this.salt = salt;
      this.logWorkFactor = logWorkFactor;
      this.body = body;
    }

    @Override
    public String getType() {
      return Stanza.SCRYPT;
    }

    @Override
    public List<String> getArguments() {
      return List.of(salt, Integer.toString(logWorkFactor));
    }

    @Override
    public byte[] getBody() {
      return body.clone();
    }
  }
}
