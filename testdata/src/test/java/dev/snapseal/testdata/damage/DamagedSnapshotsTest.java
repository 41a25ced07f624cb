package dev.snapseal.testdata.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.damage.BboltVerdict.Outcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DamagedSnapshotsTest {
  private final List<Damage> all = DamagedSnapshots.all();

  @Test
  void everyNameIsUsedOnce() {
    Set<String> names = all.stream().map(Damage::name).collect(Collectors.toSet());
    assertEquals(all.size(), names.size());
  }

  @Test
  void everyRuleIsBrokenAtLeastOnce() {
    Set<BrokenRule> broken = EnumSet.noneOf(BrokenRule.class);
    all.forEach(damage -> broken.add(damage.rule()));
    assertEquals(EnumSet.allOf(BrokenRule.class), broken);
  }

  @Test
  void everyDamagedFileDiffersFromTheSoundOne() {
    List<byte[]> sound =
        Stream.of(FreelistForm.values()).map(form -> Patient.with(form).sound().bytes()).toList();
    for (Damage damage : all) {
      byte[] bytes = damage.bytes();
      assertFalse(sound.stream().anyMatch(s -> Arrays.equals(s, bytes)), damage.name());
    }
  }

  @Test
  void noTwoDamagedFilesAreTheSame() {
    Map<Integer, List<Damage>> byHash =
        all.stream().collect(Collectors.groupingBy(damage -> Arrays.hashCode(damage.bytes())));
    byHash.values().forEach(same -> assertEquals(1, same.size(), same.toString()));
  }

  @Test
  void bboltHasAVerdictOfEveryFileAndOfNoOther() {
    Set<String> names =
        all.stream().map(Damage::name).collect(Collectors.toCollection(TreeSet::new));
    SoundSnapshots.all().forEach(sound -> names.add("sound/" + sound.name()));
    assertEquals(names, new TreeSet<>(BboltVerdicts.recorded().keySet()));
  }

  @Test
  void bboltAcceptsEverySoundFile() {
    Map<String, BboltVerdict> verdicts = BboltVerdicts.recorded();
    for (SoundSnapshot sound : SoundSnapshots.all()) {
      assertEquals(Outcome.OK, verdicts.get("sound/" + sound.name()).outcome(), sound.name());
    }
  }

  @Test
  void bboltRejectsAllDamageToTrees() {
    Map<String, BboltVerdict> verdicts = BboltVerdicts.recorded();
    List<Damage> accepted =
        TreeDamage.all().stream()
            .filter(damage -> verdicts.get(damage.name()).outcome() == Outcome.OK)
            .toList();
    assertTrue(accepted.isEmpty(), accepted.toString());
  }
}
