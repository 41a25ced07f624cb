package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import dev.snapseal.tools.age.AgeException.Reason;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What sealed files are opened with. May be used from any thread.
public final class Identities {
  private static final Identities NONE = new Identities(List.of());

  /// age.md and `age` of version 1.3, and what the README of `age` says of SSH keys.
  private static final Set<String> KNOWN_ELSEWHERE =
      Set.of("mlkem768x25519", "mlkem768p256tag", "p256tag", "ssh-rsa", "ssh-ed25519");

  private final List<RecipientStanzaReader> readers;

  private Identities(List<RecipientStanzaReader> readers) {
    this.readers = List.copyOf(readers);
  }

  /// Opens nothing.
  public static Identities none() {
    return NONE;
  }

  /// Opens what was sealed with a passphrase.
  ///
  /// @param passphrase not to be closed while this is used
  public static Identities of(Passphrase passphrase) {
    return new Identities(List.of(new ScryptIdentity(passphrase)));
  }

  static Identities of(List<RecipientStanzaReader> readers) {
    return new Identities(readers);
  }

  /// These and others.
  public Identities and(Identities others) {
    List<RecipientStanzaReader> all = new ArrayList<>(readers);
    all.addAll(others.readers);
    return new Identities(all);
  }

  public boolean isEmpty() {
    return readers.isEmpty();
  }

  /// Tries them all, in their order.
  RecipientStanzaReader reader() {
    return this::fileKey;
  }

  private FileKey fileKey(Iterable<RecipientStanza> given) throws GeneralSecurityException {
    List<RecipientStanza> stanzas = new ArrayList<>();
    given.forEach(stanzas::add);
    Stanza.refuseMalformed(stanzas);
    for (RecipientStanzaReader reader : readers) {
      try {
        return reader.getFileKey(stanzas);
      } catch (UnsupportedRecipientStanzaException _) {
        // It is for another identity.
      }
    }
    throw unopened(stanzas);
  }

  private StanzaException unopened(List<RecipientStanza> stanzas) {
    Set<String> types =
        stanzas.stream()
            .map(RecipientStanza::getType)
            .collect(Collectors.toCollection(TreeSet::new));
    if (types.contains(Stanza.SCRYPT)) {
      return readers.stream().anyMatch(ScryptIdentity.class::isInstance)
          ? new StanzaException(
              Reason.WRONG_PASSPHRASE, "the passphrase is not the one that it was sealed with")
          : new StanzaException(
              Reason.NO_PASSPHRASE, "it is sealed with a passphrase, and none was given");
    }
    if (types.contains(Stanza.X25519)) {
      return readers.isEmpty()
          ? new StanzaException(
              Reason.NO_IDENTITY, "it is sealed with age, and no identity was given")
          : noMatch("none of the identities given is among those it is sealed for");
    }
    return new StanzaException(
        Reason.UNSUPPORTED, "it is sealed for recipients that Snapseal cannot be: " + named(types));
  }

  private static StanzaException noMatch(String why) {
    return new StanzaException(Reason.NO_MATCH, why);
  }

  /// Other names could be anything.
  private static String named(Set<String> types) {
    Iterator<String> known = types.stream().filter(KNOWN_ELSEWHERE::contains).iterator();
    return known.hasNext() ? String.join(", ", (Iterable<String>) () -> known) : "of unknown types";
  }
}
