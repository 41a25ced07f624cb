package dev.snapseal.tools.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LabelSelectorTest {
  private static final Map<String, String> LABELS =
      Map.of("app", "web", "tier", "", "example.com/size", "12", "in", "out");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=web|true",
        "app==web|true",
        " app = web , tier= |true",
        "app=db|false",
        "app!=db|true",
        "app!=web|false",
        "none!=web|true",
        "app|true",
        "!app|false",
        "! none|true",
        "app in (web, db)|true",
        "app in (db)|false",
        "app notin (db,x)|true",
        "none notin (db)|true",
        "app notin (web)|false",
        "tier in ()|true",
        "tier in (,x)|true",
        "example.com/size>11|true",
        "example.com/size<12|false",
        "app>1|false",
        "app in (web),tier,!none|true",
        "app in (web),none|false",
        "in in (out)|true",
        "in|true"
      })
  void aSelectorMeansWhatItMeansToKubectl(String selector, boolean matches) {
    assertEquals(matches, LabelSelector.parse(selector).matches(LABELS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "a=b,", "a in b", "a in (b", "a b", "=b", "a=b=c", "a>x", "a in (b c)"})
  void whatIsNoSelectorIsRefused(String selector) {
    assertThrows(IllegalArgumentException.class, () -> LabelSelector.parse(selector));
  }

  @Test
  void everythingMeetsNoRequirement() {
    assertTrue(LabelSelector.everything().matches(Map.of()));
  }
}
