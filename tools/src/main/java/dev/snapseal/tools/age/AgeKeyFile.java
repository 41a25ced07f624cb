package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.snapseal.tools.age.AgeException.KeyFault;
import dev.snapseal.tools.age.AgeException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A file with identities or recipients, one on a line, as `age-keygen` writes it. Errors name the
/// line and never repeat it: a secret key may stand where a recipient was meant.
public final class AgeKeyFile {
  /// What age takes.
  private static final int LARGEST_BYTES = 16 << 20;

  private static final String SECRET_KEY = "AGE-SECRET-KEY-";
  private static final String POST_QUANTUM_SECRET_KEY = "AGE-SECRET-KEY-PQ-1";
  private static final String PLUGIN = "AGE-PLUGIN-";
  private static final String RECIPIENT = "age1";
  private static final String POST_QUANTUM_RECIPIENT = "age1pq1";
  private static final String PEM = "-----BEGIN ";

  /// Asked for only when an identity file is itself sealed with a passphrase.
  @FunctionalInterface
  public interface PassphraseSource {
    /// The passphrase, which the caller closes.
    ///
    /// @throws AgeException if there is none
    Passphrase get() throws IOException;
  }

  private AgeKeyFile() {}

  /// Reads identities.
  ///
  /// @param name what to call the file in messages
  /// @throws AgeException if there is none, or a line is something else
  public static Identities identities(String name, InputStream in, PassphraseSource passphrase)
      throws IOException {
    byte[] content = content(name, in);
    try {
      if (AgeFile.isSealed(content)) {
        return sealedIdentities(name, content, passphrase);
      }
      return plainIdentities(name, content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// An identity file may be sealed with a passphrase, and with nothing else.
  private static Identities sealedIdentities(
      String name, byte[] content, PassphraseSource passphrase) throws IOException {
    byte[] opened = {};
    try (Passphrase known = passphrase.get();
        InputStream in = AgeFile.open(new ByteArrayInputStream(content), Identities.of(known))) {
      opened = content(name, in);
      return plainIdentities(name, opened);
    } catch (AgeException e) {
      throw new AgeException(e.reason(), "[" + name + "] " + e.getMessage(), e);
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }

  private static Identities plainIdentities(String name, byte[] content) throws AgeException {
    List<RecipientStanzaReader> readers = new ArrayList<>();
    for (Line line : lines(name, content)) {
      readers.add(identity(line));
    }
    if (readers.isEmpty()) {
      throw new AgeException(KeyFault.NO_IDENTITY, name, "[" + name + "] no identity in it");
    }
    return Identities.of(readers);
  }

  private static RecipientStanzaReader identity(Line line) throws AgeException {
    if (line.startsWith(POST_QUANTUM_SECRET_KEY)) {
      throw line.wrong(
          KeyFault.OTHER_IDENTITY, "a post-quantum identity, which only age 1.3 and newer take");
    }
    if (line.startsWith(PLUGIN)) {
      throw line.wrong(
          KeyFault.OTHER_IDENTITY, "an identity of a plugin, and plugins are not used here");
    }
    if (line.startsWith(PEM)) {
      throw line.wrong(KeyFault.SSH_IDENTITY, "an SSH key, which only age takes");
    }
    if (line.startsWith(RECIPIENT)) {
      throw line.wrong(
          KeyFault.RECIPIENT_AS_IDENTITY,
          "a recipient, where an identity (AGE-SECRET-KEY-1...) should be");
    }
    if (!line.startsWith(SECRET_KEY)) {
      throw line.wrong(KeyFault.MALFORMED, "not an identity (AGE-SECRET-KEY-1...)");
    }
    try {
      return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line.text());
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      throw line.wrong(
          KeyFault.MALFORMED, "an identity with a wrong character, length or checksum");
    }
  }

  /// Reads recipients.
  ///
  /// @throws AgeException if there is none, or a line is something else
  public static Recipients recipients(String name, InputStream in) throws IOException {
    byte[] content = content(name, in);
    try {
      List<RecipientStanzaWriter> writers = new ArrayList<>();
      for (Line line : lines(name, content)) {
        writers.add(recipient(line));
      }
      if (writers.isEmpty()) {
        throw new AgeException(KeyFault.NO_RECIPIENT, name, "[" + name + "] no recipient in it");
      }
      return Recipients.of(writers);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// One recipient that an option names.
  ///
  /// @param option for messages
  public static Recipients recipient(String option, String given) throws AgeException {
    return Recipients.of(List.of(recipient(new Line(option, 0, CharBuffer.wrap(given)))));
  }

  private static RecipientStanzaWriter recipient(Line line) throws AgeException {
    if (line.startsWith(SECRET_KEY) || line.startsWith(PLUGIN)) {
      throw line.wrong(
          KeyFault.SECRET_AS_RECIPIENT,
          "a SECRET key where a recipient (age1...) should be; if others saw it, make a new one");
    }
    if (line.startsWith("ssh-")) {
      throw line.wrong(KeyFault.SSH_RECIPIENT, "an SSH recipient, which only age takes");
    }
    if (line.startsWith(POST_QUANTUM_RECIPIENT)) {
      throw line.wrong(
          KeyFault.OTHER_RECIPIENT, "a post-quantum recipient, which only age 1.3 and newer take");
    }
    try {
      return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(line.text());
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      throw line.wrong(
          KeyFault.MALFORMED,
          line.startsWith(RECIPIENT)
              ? "a recipient with a wrong character, length or checksum, or of a plugin"
              : "not a recipient (age1...)");
    }
  }

  private static byte[] content(String name, InputStream in) throws IOException {
    byte[] content = in.readNBytes(LARGEST_BYTES + 1);
    if (content.length > LARGEST_BYTES) {
      Arrays.fill(content, (byte) 0);
      throw new AgeException(Reason.BAD_KEY, "[" + name + "] more than 16 MiB: not a key file");
    }
    return content;
  }

  /// Those that are neither empty nor comments.
  private static List<Line> lines(String name, byte[] content) throws AgeException {
    CharBuffer text = decoded(name, content);
    List<Line> lines = new ArrayList<>();
    int number = 0;
    while (text.hasRemaining()) {
      number++;
      Line line = new Line(name, number, nextLine(text));
      if (line.text().length() > 0 && line.text().charAt(0) != '#') {
        lines.add(line);
      }
    }
    return lines;
  }

  private static CharBuffer decoded(String name, byte[] content) throws AgeException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
    } catch (CharacterCodingException e) {
      throw new AgeException(Reason.BAD_KEY, "[" + name + "] not text, so not a key file", e);
    }
  }

  private static CharBuffer nextLine(CharBuffer text) {
    int length = 0;
    while (length < text.remaining() && text.charAt(length) != '\n') {
      length++;
    }
    boolean endsInReturn = length > 0 && text.charAt(length - 1) == '\r';
    CharBuffer line = text.slice(text.position(), endsInReturn ? length - 1 : length);
    text.position(text.position() + Math.min(text.remaining(), length + 1));
    return line;
  }

  /// @param number from 1; 0 for what is no file
  private record Line(String name, int number, CharBuffer text) {
    boolean startsWith(String head) {
      return text.length() >= head.length()
          && head.contentEquals(text.subSequence(0, head.length()));
    }

    AgeException wrong(KeyFault fault, String what) {
      String where = Optional.of(number).filter(n -> n > 0).map(n -> " line " + n + ":").orElse("");
      return new AgeException(fault, name, "[" + name + "]" + where + " " + what);
    }
  }
}
