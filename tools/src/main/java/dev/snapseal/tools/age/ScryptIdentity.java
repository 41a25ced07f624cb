package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyDecryptorFactory;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;

/// Opens what was sealed with a passphrase.
final class ScryptIdentity implements RecipientStanzaReader {
  private final Passphrase passphrase;

  ScryptIdentity(Passphrase passphrase) {
    this.passphrase = passphrase;
  }

  /// @param stanzas well-formed
  /// @throws UnsupportedRecipientStanzaException if none is for this passphrase
  @Override
  public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
    for (RecipientStanza stanza : stanzas) {
      if (stanza.getType().equals(Stanza.SCRYPT)) {
        return unwrapped(stanza);
      }
    }
    throw new UnsupportedRecipientStanzaException("no scrypt stanza");
  }

  private FileKey unwrapped(RecipientStanza stanza) throws GeneralSecurityException {
    CipherKey wrapKey = passphrase.wrapKey(Stanza.salt(stanza), Stanza.logWorkFactor(stanza));
    try {
      return new FileKeyDecryptorFactory()
          .newFileKeyDecryptor()
          .getFileKey(new EncryptedFileKey(stanza.getBody()), wrapKey);
    } catch (AEADBadTagException _) {
      throw new UnsupportedRecipientStanzaException("another passphrase");
    } finally {
      wrapKey.destroy();
    }
  }
}
