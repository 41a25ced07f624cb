package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.util.ArrayList;
import java.util.List;

/// Whom a file is sealed for.
public final class Recipients {
  private final List<RecipientStanzaWriter> writers;

  private Recipients(List<RecipientStanzaWriter> writers) {
    this.writers = List.copyOf(writers);
  }

  static Recipients of(List<RecipientStanzaWriter> writers) {
    return new Recipients(writers);
  }

  /// Whoever knows a passphrase, and nobody else: age.md allows no other recipient beside one.
  ///
  /// @param passphrase not to be closed while this is used
  public static Recipients of(Passphrase passphrase) {
    return of(passphrase, Passphrase.LOG_WORK_FACTOR);
  }

  static Recipients of(Passphrase passphrase, int logWorkFactor) {
    return new Recipients(List.of(new ScryptRecipient(passphrase, logWorkFactor)));
  }

  /// These and others.
  public Recipients and(Recipients others) {
    List<RecipientStanzaWriter> all = new ArrayList<>(writers);
    all.addAll(others.writers);
    return new Recipients(all);
  }

  /// How many there are; one for a passphrase.
  public int count() {
    return writers.size();
  }

  /// They, and one that adds nothing to the header.
  ///
  /// @param fileKey told the key that the file is sealed with, to read it back
  List<RecipientStanzaWriter> writers(FileKeyListener fileKey) {
    List<RecipientStanzaWriter> listening = new ArrayList<>(writers);
    listening.add(
        key -> {
          fileKey.made(key);
          return List.<RecipientStanza>of();
        });
    return listening;
  }

  @FunctionalInterface
  interface FileKeyListener {
    /// Once for a file.
    ///
    /// @param key valid during the call
    void made(FileKey key);
  }
}
