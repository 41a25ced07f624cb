package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.caseindex.EvolvingCluster.Save;
import dev.snapseal.tools.caseindex.EvolvingCluster.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Sixty saves of an evolving cluster, against what is known to be true of them.
class CaseExposedTest {
  private static final int SAVES = 60;
  private static final long SEED = 20261126;

  @TempDir private static Path folder;

  private static List<Save> saves;

  @BeforeAll
  static void saveACluster() throws IOException {
    saves = BuiltSaves.write(folder, SEED, SAVES);
  }

  /// The case with this name of all saves, made at the first call.
  private static Path caseOf(String name, Object... options) {
    Path made = folder.resolve(name);
    if (!Files.exists(made)) {
      assertEquals(options.length == 0 ? 3 : 0, add(made, options).code());
    }
    return made;
  }

  private static ProgramRun add(Path made, Object... options) {
    List<Object> args = new ArrayList<>(List.of("case", made, "add"));
    args.addAll(List.of(options));
    for (int i = 1; i <= SAVES; i++) {
      args.add(BuiltSaves.file(folder, i));
    }
    return ProgramRun.of(args.toArray());
  }

  private static Path withKeys() {
    return caseOf("with-keys", "--config", BuiltSaves.config(folder));
  }

  @Test
  void withKeysExactlyWhatIsTrueIsExposed() {
    assertExposed(withKeys(), ExpectedExposures.Reader.WITH_KEYS);
  }

  @Test
  void withoutKeysWhatIsEncryptedCannotBeCompared() {
    assertExposed(caseOf("without-keys"), ExpectedExposures.Reader.WITHOUT_KEYS);
  }

  private static void assertExposed(Path made, ExpectedExposures.Reader reader) {
    ProgramRun run = ProgramRun.of("case", made, "exposed", "-o", "json");
    List<String> lines = new ArrayList<>();
    for (JsonNode exposed : run.json().get("exposed")) {
      lines.add(
          "%s first %s in %s last %s in %s revisions %s newest %s due %s deleted %s"
              .formatted(
                  exposed.get("key").asString(),
                  exposed.get("first").get("revision"),
                  exposed.get("first").get("evidence"),
                  exposed.get("last").get("revision"),
                  exposed.get("last").get("evidence"),
                  exposed.get("revisions"),
                  exposed.get("newestRevision"),
                  exposed.get("stillToBeRotated"),
                  exposed.get("deleted")));
    }
    List<String> expected = ExpectedExposures.of(saves, reader);
    assertEquals(String.join("\n", expected), String.join("\n", lines));
    assertTrue(expected.size() > 30, expected.size() + " Secrets were readable");
    assertEquals(1, run.code());
  }

  @Test
  void everyFateOfAReadableSecretOccurs() {
    JsonNode summary = exposed(withKeys()).get("summary");
    assertTrue(summary.get("stillToBeRotated").asInt() > 3, summary.toString());
    assertTrue(summary.get("rotated").asInt() > 3, summary.toString());
    assertTrue(summary.get("deleted").asInt() > 3, summary.toString());
  }

  private static JsonNode exposed(Path made) {
    return ProgramRun.of("case", made, "exposed", "-o", "json").json();
  }

  @Test
  void addingEverythingAgainChangesNothing() throws IOException {
    Path made = withKeys();
    String before = IndexDump.of(made);
    ProgramRun again = add(made);
    assertEquals(0, again.code());
    assertEquals(
        SAVES, again.out().lines().filter(line -> line.endsWith("is in the case already")).count());
    assertEquals(before, IndexDump.of(made));
    Path renamed = Files.copy(BuiltSaves.file(folder, 7), folder.resolve("another-name.db"));
    ProgramRun under = ProgramRun.of("case", made, "add", renamed);
    assertTrue(
        under.out().contains("is in the case already, as " + BuiltSaves.file(folder, 7)),
        under.out());
    assertEquals(before, IndexDump.of(made));
  }

  @Test
  void keysThatCameLaterTellWhatKeysAtFirstTell() throws IOException {
    Path made = caseOf("keys-later");
    ProgramRun later = add(made, "--config", BuiltSaves.config(folder));
    assertEquals(0, later.code(), later.err());
    assertTrue(later.out().contains("indexed anew: "), later.out());
    assertExposed(made, ExpectedExposures.Reader.WITH_KEYS);
    String before = IndexDump.of(made);
    assertEquals(0, add(made, "--config", BuiltSaves.config(folder)).code());
    assertEquals(0, add(made).code());
    assertEquals(before, IndexDump.of(made));
  }

  @Test
  void theTimeOfCreationDatesNoLaterRevision() {
    int later = 0;
    for (Written record : saves.getLast().records()) {
      JsonNode revision =
          record.data().isPresent() && record.key().contains("/secrets/")
              ? revision(withKeys(), record)
              : null;
      if (revision != null) {
        boolean isFirst = revision.get("version").asInt() == 1;
        assertEquals(
            isFirst ? "creationTimestamp" : "inferred", revision.get("timeSource").asString());
        Instant truth = Instant.ofEpochSecond(EvolvingCluster.seconds(record.revision()));
        String shown = revision.get(isFirst ? "time" : "notBefore").asString();
        assertFalse(Instant.parse(shown).isAfter(truth), revision.toString());
        later += isFirst ? 0 : 1;
      }
    }
    assertTrue(later > 10, later + " later revisions");
  }

  @Test
  void inferredTimesHoldTheTrueOnes() {
    int inferred = 0;
    for (Written record : saves.getLast().records()) {
      if (!record.isPlain() && record.data().isPresent()) {
        JsonNode revision = revision(caseOf("without-keys"), record);
        assertEquals("inferred", revision.get("timeSource").asString());
        assertTrue(revision.get("time").isNull());
        Instant truth = Instant.ofEpochSecond(EvolvingCluster.seconds(record.revision()));
        assertFalse(Instant.parse(revision.get("notBefore").asString()).isAfter(truth));
        assertFalse(
            Instant.parse(revision.get("notAfter").asString("9999-12-31T00:00:00Z"))
                .isBefore(truth));
        inferred++;
      }
    }
    assertTrue(inferred > 10, inferred + " times");
  }

  private static JsonNode revision(Path made, Written record) {
    ProgramRun run = ProgramRun.of("case", made, "timeline", record.key(), "-o", "json");
    for (JsonNode revision : run.json().get("revisions")) {
      if (revision.get("revision").asLong() == record.revision()) {
        return revision;
      }
    }
    throw new AssertionError("no revision " + record.revision() + " in\n" + run.out());
  }

  /// In files of RocksDB text may be compressed; in its rows it is not. Names of members are there.
  @Test
  void noPasswordIsInTheIndex() throws IOException {
    String rows = IndexDump.of(withKeys());
    assertTrue(rows.contains(hex("/registry/secrets")));
    int looked = 0;
    for (Written record : saves.getLast().records()) {
      String data = record.data().orElse("");
      if (!data.isEmpty()) {
        assertFalse(rows.contains(hex(data)), record.key());
        looked++;
      }
    }
    assertTrue(looked > 30, looked + " passwords");
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }
}
