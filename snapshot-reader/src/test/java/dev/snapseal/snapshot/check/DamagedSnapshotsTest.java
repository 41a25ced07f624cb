package dev.snapseal.snapshot.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.testdata.damage.BboltVerdict;
import dev.snapseal.testdata.damage.BboltVerdicts;
import dev.snapseal.testdata.damage.BrokenRule;
import dev.snapseal.testdata.damage.Damage;
import dev.snapseal.testdata.damage.DamagedSnapshots;
import dev.snapseal.testdata.damage.SoundSnapshot;
import dev.snapseal.testdata.damage.SoundSnapshots;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every named damage is found under its own rule and on its own page, and what bbolt's check
/// refuses is refused.
class DamagedSnapshotsTest {
  private static final Map<String, BboltVerdict> BBOLT = BboltVerdicts.recorded();

  /// A store whose last records were compacted away looks just like it.
  private static final Set<String> NO_DAMAGE = Set.of("compact-revision-in-the-future");

  static List<Damage> damages() {
    return DamagedSnapshots.all().stream().filter(d -> !NO_DAMAGE.contains(d.name())).toList();
  }

  static List<SoundSnapshot> soundSnapshots() {
    return SoundSnapshots.all();
  }

  @ParameterizedTest
  @MethodSource("damages")
  void theRuleThatIsBrokenIsNamed(Damage damage) throws IOException {
    Set<StructureRule> expected = RuleNames.of(damage.rule());
    Set<StructureRule> found = Verdict.of(damage).rules();
    assertTrue(found.stream().anyMatch(expected::contains), () -> expected + " not in " + found);
  }

  static List<Damage> damagesOfAPage() {
    return damages().stream().filter(damage -> damage.page().isPresent()).toList();
  }

  static List<Damage> damagesThatBboltRefuses() {
    return damages().stream()
        .filter(damage -> BBOLT.get(damage.name()).outcome() != BboltVerdict.Outcome.OK)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("damagesOfAPage")
  void theDamagedPageIsNamed(Damage damage) throws IOException {
    Verdict verdict = Verdict.of(damage);
    long page = damage.page().orElseThrow();
    assertTrue(
        verdict.findings().stream().anyMatch(finding -> names(finding, page)),
        () -> "page " + page + " not in " + verdict.findings());
  }

  @ParameterizedTest
  @MethodSource("damagesThatBboltRefuses")
  void whatBboltRefusesIsRefused(Damage damage) throws IOException {
    BboltVerdict bbolt = BBOLT.get(damage.name());
    assertTrue(Verdict.of(damage).isRefused(), () -> "bbolt says " + bbolt.message());
  }

  @ParameterizedTest
  @MethodSource("soundSnapshots")
  void aSoundFileHasNoErrors(SoundSnapshot sound) throws IOException {
    CheckOptions options =
        sound.name().startsWith("etcd-") ? CheckOptions.records() : CheckOptions.structure();
    CheckReport report = SnapshotChecker.check(sound.name(), bytes(sound.bytes()), options);
    assertEquals(
        List.of(), report.findings().stream().filter(DamagedSnapshotsTest::isError).toList());
    assertEquals(0, report.errors());
  }

  @Test
  void everyDamageWasShownToBbolt() {
    assertEquals(
        List.of(),
        DamagedSnapshots.all().stream()
            .map(Damage::name)
            .filter(name -> !BBOLT.containsKey(name))
            .toList());
  }

  /// The page itself, or in words beside the page its reference leads to.
  private static boolean names(Finding finding, long page) {
    return finding.page().equals(OptionalLong.of(page))
        || finding.message().matches(".*\\bpage " + page + "\\b.*")
        || (page == 0 && finding.message().contains("meta page"))
        || (page == 0 && finding.rule() == StructureRule.FILE_TRUNCATED);
  }

  private static boolean isError(Finding finding) {
    return finding.severity() == Severity.ERROR;
  }

  private static MemorySegment bytes(byte[] file) {
    return MemorySegment.ofArray(file);
  }

  /// What the checker says, be it a report or the refusal to make one.
  private record Verdict(boolean isRefused, Set<StructureRule> rules, List<Finding> findings) {
    static Verdict of(Damage damage) throws IOException {
      CheckOptions options =
          Set.of(BrokenRule.REVISION_KEY, BrokenRule.KEY_VALUE, BrokenRule.META_ROW)
                  .contains(damage.rule())
              ? CheckOptions.records()
              : CheckOptions.structure();
      try {
        CheckReport report = SnapshotChecker.check(damage.name(), bytes(damage.bytes()), options);
        return new Verdict(report.hasErrors(), rulesOf(report.findings()), report.findings());
      } catch (CorruptSnapshotException e) {
        Finding finding =
            new Finding(
                Severity.ERROR,
                e.rule(),
                e.pageId(),
                e.offset(),
                java.util.Optional.empty(),
                e.found());
        return new Verdict(true, Set.of(e.rule()), List.of(finding));
      }
    }

    private static Set<StructureRule> rulesOf(List<Finding> findings) {
      return findings.stream()
          .map(Finding::rule)
          .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
  }
}
