package dev.snapseal.tools.age;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.age.AgeException.Reason;
import dev.snapseal.tools.output.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sound files that are not opened here are not called damaged.
final class AgeHeaderTest {
  private static final String RECIPIENT =
      "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  private static final String STANZA = "-> X25519 " + "A".repeat(43) + "\n" + "B".repeat(43) + "\n";

  private static AgeException open(String text) {
    return assertThrows(
        AgeException.class,
        () ->
            AgeFile.open(new ByteArrayInputStream(text.getBytes(US_ASCII)), Identities.none())
                .close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v10"})
  void anotherVersionIsNamed(String version) {
    AgeException failure = open("age-encryption.org/" + version + "\n-> X\n");
    assertEquals(Reason.UNSUPPORTED, failure.reason());
    assertTrue(failure.getMessage().contains("another version"), failure.getMessage());
  }

  @Test
  void aHeaderThatIsTooLongIsNoDamage() {
    AgeException failure = open("age-encryption.org/v1\n" + STANZA.repeat(700));
    assertEquals(Reason.UNSUPPORTED, failure.reason());
    assertTrue(failure.getMessage().contains("over 65 KiB"), failure.getMessage());
  }

  @Test
  void aHeaderThatIsCutIsDamage() {
    assertEquals(Reason.DAMAGED, open("age-encryption.org/v1\n" + STANZA.repeat(3)).reason());
  }

  @Test
  void tooManyRecipientsAreRefused() throws IOException {
    Recipients all = AgeKeyFile.recipient("test", RECIPIENT);
    for (int i = 1; i < 700; i++) {
      all = all.and(AgeKeyFile.recipient("test", RECIPIENT));
    }
    Recipients many = all;
    MemorySegment text = MemorySegment.ofArray(new byte[1]);
    try (OutputFile target = OutputFile.toStream(new ByteArrayOutputStream())) {
      AgeException failure =
          assertThrows(
              AgeException.class,
              () -> Sealing.run(text, many, AgeFile.Form.BINARY, target, _ -> {}));
      assertTrue(failure.getMessage().contains("more recipients"), failure.getMessage());
    }
  }
}
