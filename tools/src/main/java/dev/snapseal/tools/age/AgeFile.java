package dev.snapseal.tools.age;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import dev.snapseal.tools.age.AgeException.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/// Sealed files as streams of bytes.
public final class AgeFile {
  /// age.md: whatever the version.
  private static final byte[] BINARY = "age-encryption.org/".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] ARMOURED =
      "-----BEGIN AGE ENCRYPTED FILE-----".getBytes(StandardCharsets.US_ASCII);

  /// What age allows before armour.
  private static final int MOST_WHITESPACE = 1024;

  private static final int HEAD_BYTES = MOST_WHITESPACE + ARMOURED.length;

  private static final int BUFFER_BYTES = 1 << 17;

  /// How the bytes of a sealed file look.
  public enum Form {
    BINARY,
    /// PEM-like text, a third longer.
    ARMOURED
  }

  private AgeFile() {}

  /// Whether bytes begin a sealed file, in either form.
  public static boolean isSealed(byte[] head) {
    return startsWith(head, 0, BINARY) || startsWith(head, whitespace(head), ARMOURED);
  }

  /// Opens a sealed file, in either form. The header is read and authenticated here; reading throws
  /// [AgeException] at the first chunk that is not authentic. Only a stream that was read to its
  /// end was whole.
  ///
  /// @param in not closed by the stream returned
  /// @throws AgeException if it is damaged, or not for these identities
  public static InputStream open(InputStream in, Identities identities) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
    buffered.mark(BUFFER_BYTES);
    byte[] beginning = buffered.readNBytes(AgeHeader.READ_BYTES);
    buffered.reset();
    byte[] head = Arrays.copyOf(beginning, Math.min(beginning.length, HEAD_BYTES));
    if (!isSealed(head)) {
      throw new AgeException(Reason.NOT_AGE, "not an age file");
    }
    AgeHeader.refuseOtherVersion(beginning);
    StandardDecryptingChannelFactory format =
        startsWith(head, 0, BINARY)
            ? new StandardDecryptingChannelFactory()
            : new ArmoredDecryptingChannelFactory();
    try {
      ReadableByteChannel channel =
          format.newDecryptingChannel(Channels.newChannel(buffered), List.of(identities.reader()));
      return new OpenedStream(Channels.newInputStream(channel));
    } catch (StanzaException e) {
      throw e.unwrapped();
    } catch (GeneralSecurityException | IOException | BufferUnderflowException e) {
      throw AgeHeader.isTooLong(beginning) ? tooLong() : damage(e);
    }
  }

  /// Seals what is written to the channel returned; closing that ends the file, and does not close
  /// `out`.
  static WritableByteChannel seal(
      WritableByteChannel out, List<RecipientStanzaWriter> recipients, Form form)
      throws IOException {
    StandardEncryptingChannelFactory format =
        form == Form.ARMOURED
            ? new ArmoredEncryptingChannelFactory()
            : new StandardEncryptingChannelFactory();
    try {
      return format.newEncryptingChannel(new Unclosed(out), recipients);
    } catch (StanzaException e) {
      throw e.unwrapped();
    } catch (PayloadException e) { // the library has one size for all headers
      throw new AgeException(
          Reason.UNSUPPORTED,
          "there are more recipients than Snapseal seals a file for: its header would be over %d KiB"
              .formatted(AgeHeader.MOST_BYTES >> 10),
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  private static AgeException tooLong() {
    return new AgeException(
        Reason.UNSUPPORTED,
        "it is sealed for more recipients than Snapseal takes: its header is over %d KiB"
            .formatted(AgeHeader.MOST_BYTES >> 10));
  }

  /// What the library found, in our words: its own could quote the file.
  static IOException damage(Exception found) {
    if (found instanceof AgeException ours) {
      return ours;
    }
    if (found instanceof IOException io && !isOfLibrary(found)) {
      return io;
    }
    return new AgeException(Reason.DAMAGED, "the age file is damaged: " + what(found), found);
  }

  private static boolean isOfLibrary(Exception found) {
    return found.getClass().getPackageName().startsWith("com.exceptionfactory.jagged");
  }

  private static String what(Exception found) {
    return switch (found.getClass().getSimpleName()) {
      case "PayloadException" -> "its content was changed, or it ends early";
      case "SignatureException" -> "its header was changed";
      case "ArmoredDecodingException" -> "its armour is malformed";
      case "InvalidParameterSpecException" -> "it ends behind its header";
      default -> "its header is malformed";
    };
  }

  private static int whitespace(byte[] head) {
    int at = 0;
    while (at < head.length && at < MOST_WHITESPACE && Character.isWhitespace(head[at])) {
      at++;
    }
    return at;
  }

  private static boolean startsWith(byte[] head, int at, byte[] with) {
    return head.length >= at + with.length
        && Arrays.equals(head, at, at + with.length, with, 0, with.length);
  }

  /// The library closes what it writes to.
  private record Unclosed(WritableByteChannel out) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) throws IOException {
      return out.write(source);
    }

    @Override
    public boolean isOpen() {
      return out.isOpen();
    }

    @Override
    public void close() {}
  }
}
