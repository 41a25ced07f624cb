package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.caseindex.Exposure.Rotation;
import dev.snapseal.tools.history.KeyHistory.Content;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.input.InputKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What a put in the write-ahead log, which may have failed, does to the verdict on the store.
class ExposureFoldTest {
  private static final int STORE = 1;
  private static final int LOG = 2;
  private static final long CONSISTENT_INDEX = 100;

  private final ExposureFold fold;

  ExposureFoldTest() throws CaseException {
    this.fold =
        new ExposureFold(
            clusters(
                Map.of(),
                evidence(STORE, Evidence.Source.STORE),
                evidence(LOG, Evidence.Source.LOG)),
            "cluster");
  }

  private static Clusters clusters(Map<Integer, Instant> times, Evidence... evidences)
      throws CaseException {
    return new Clusters(List.of(evidences), times, Histories.UNKNOWN);
  }

  private static Evidence evidence(int number, Evidence.Source source) {
    return evidence(number, source, 9);
  }

  private static Evidence evidence(int number, Evidence.Source source, long lastRevision) {
    return new Evidence(
        number,
        source,
        new InputFacts(
            "db", InputKind.DATA_DIR, 1, Integer.toString(number), FileDigest.Trailer.ABSENT),
        Optional.of("cluster"),
        1,
        lastRevision,
        OptionalLong.empty(),
        OptionalLong.of(CONSISTENT_INDEX),
        1,
        new EvidenceKeys(EvidenceKeys.Use.GIVEN, List.of(), 0, List.of()),
        new Evidence.Gaps(0, 0, 0, 0, 0, 0, Map.of()),
        List.of(),
        number);
  }

  /// @param data what the value holds: equal for equal data
  private void inStore(long main, SightingScope scope, Content content, long data) {
    fold.add(sighting(main, 0, STORE, scope, content, data), true);
  }

  private void inLog(long entry, Content content, long data) {
    fold.add(sighting(0, entry, LOG, SightingScope.WAL, content, data), true);
  }

  private static Sighting sighting(
      long main, long sub, int evidence, SightingScope scope, Content content, long data) {
    return sighting(main, sub, evidence, scope, new Fingerprint(main, sub), content, data);
  }

  private static Sighting sighting(
      long main,
      long sub,
      int evidence,
      SightingScope scope,
      Fingerprint stored,
      Content content,
      long data) {
    Fingerprint print = new Fingerprint(1, data);
    return new Sighting(
        main,
        sub,
        evidence,
        scope,
        stored,
        content,
        "",
        false,
        1,
        0,
        0,
        Optional.of(new Fingerprint(2, data)),
        Optional.of(print),
        Optional.of(
            List.of(new DataMember("password", data, 0, List.of(), true, Optional.empty()))),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aLoggedPutDoesNotHideThatTheStoreIsReadable() {
    inStore(5, SightingScope.LIVE, Content.PLAIN, 1);
    inLog(CONSISTENT_INDEX + 1, Content.OPENED, 2);
    assertEquals(Rotation.NEWEST_READABLE, fold.rotation());
  }

  @Test
  void aLoggedPutDoesNotHideThatTheStoreHoldsTheSameData() {
    inStore(4, SightingScope.SUPERSEDED, Content.PLAIN, 1);
    inStore(5, SightingScope.LIVE, Content.OPENED, 1);
    inLog(CONSISTENT_INDEX + 1, Content.OPENED, 2);
    assertEquals(Rotation.SAME_DATA, fold.rotation());
  }

  @Test
  void aReadablePutInTheLogMakesTheVerdictWorse() {
    inStore(4, SightingScope.SUPERSEDED, Content.PLAIN, 1);
    inStore(5, SightingScope.LIVE, Content.OPENED, 2);
    assertEquals(Rotation.CHANGED, fold.rotation());
    inLog(CONSISTENT_INDEX + 1, Content.PLAIN, 3);
    assertEquals(Rotation.NEWEST_READABLE, fold.rotation());
  }

  @Test
  void anEncryptedPutBehindAReadableOneMayHaveFailed() {
    inStore(4, SightingScope.SUPERSEDED, Content.PLAIN, 1);
    inStore(5, SightingScope.LIVE, Content.OPENED, 2);
    inLog(CONSISTENT_INDEX + 1, Content.PLAIN, 3);
    inLog(CONSISTENT_INDEX + 2, Content.OPENED, 4);
    assertEquals(Rotation.CHANGED_IN_LOG, fold.rotation());
  }

  @Test
  void theStoreSaysTheRevisionOfWhatTheLogHolds() {
    fold.add(logged(CONSISTENT_INDEX - 3, 4), true);
    inStore(4, SightingScope.SUPERSEDED, Content.PLAIN, 1);
    inStore(5, SightingScope.LIVE, Content.OPENED, 2);
    fold.end();
    assertEquals(4, fold.last().orElseThrow().main());
    assertEquals(STORE, fold.last().orElseThrow().evidence());
    assertEquals(1, fold.revisions());
    assertEquals(Optional.empty(), fold.unplaced());
  }

  @Test
  void whatHasNoRevisionDoesNotHideWhatHas() {
    fold.add(logged(CONSISTENT_INDEX - 3, 3), true);
    inStore(4, SightingScope.LIVE, Content.PLAIN, 1);
    fold.end();
    assertEquals(4, fold.first().orElseThrow().main());
    assertEquals(4, fold.last().orElseThrow().main());
    assertEquals(2, fold.revisions());
  }

  /// A value that the log puts.
  ///
  /// @param main under which the store holds the same bytes, if it does
  private static Sighting logged(long entry, long main) {
    return sighting(0, entry, LOG, SightingScope.WAL, new Fingerprint(main, 0), Content.PLAIN, 1);
  }

  @Test
  void theLogAloneProvesNoChange() {
    inLog(CONSISTENT_INDEX - 2, Content.PLAIN, 1);
    inLog(CONSISTENT_INDEX - 1, Content.OPENED, 2);
    assertEquals(Rotation.CHANGED_IN_LOG, fold.rotation());
  }

  /// Tuesday's has the newest revision; Thursday's is a restored Monday's.
  private static ExposureFold restored(Map<Integer, Instant> times) throws CaseException {
    Clusters clusters =
        clusters(
            times,
            evidence(1, Evidence.Source.STORE, 3),
            evidence(2, Evidence.Source.STORE, 54),
            evidence(3, Evidence.Source.STORE, 8));
    ExposureFold fold = new ExposureFold(clusters, "cluster");
    for (int number = 1; number <= 3; number++) {
      SightingScope scope = number == 2 ? SightingScope.SUPERSEDED : SightingScope.LIVE;
      fold.add(sighting(3, 0, number, scope, Content.PLAIN, 1), true);
    }
    fold.add(sighting(54, 0, 2, SightingScope.LIVE, Content.OPENED, 2), true);
    return fold;
  }

  @Test
  void whatARestoredClusterHoldsIsNotRotated() throws CaseException {
    assertEquals(Rotation.NEWEST_READABLE, restored(Map.of()).rotation());
    assertEquals(Exposure.Existence.EXISTS, restored(Map.of()).existence());
  }

  @Test
  void anOlderBackupThatIsAddedLaterIsNoRestoredCluster() throws CaseException {
    Instant monday = Instant.parse("2026-01-05T00:00:00Z");
    Map<Integer, Instant> times =
        Map.of(1, monday, 2, monday.plusSeconds(90), 3, monday.plusSeconds(30));
    assertEquals(Rotation.CHANGED, restored(times).rotation());
  }

  @Test
  void ofTwoNewestValuesBothMustBeOpened() {
    inStore(4, SightingScope.SUPERSEDED, Content.PLAIN, 1);
    inStore(5, SightingScope.LIVE, Content.OPENED, 2);
    assertEquals(Rotation.CHANGED, fold.rotation());
    fold.add(
        new Sighting(
            5,
            0,
            STORE,
            SightingScope.FREE,
            new Fingerprint(7, 7),
            Content.NOT_OPENED,
            "k8s:enc:aescbc:v1:key1:",
            false,
            1,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        true);
    assertEquals(Rotation.NOT_OPENED, fold.rotation());
  }
}
