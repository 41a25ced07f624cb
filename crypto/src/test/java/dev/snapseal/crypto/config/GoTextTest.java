package dev.snapseal.crypto.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTextTest {

  @ParameterizedTest
  @CsvSource({
    "3s,3000000000,3s",
    "1m30s,90000000000,1m30s",
    "-1.5h,-5400000000000,-1h30m0s",
    "0,0,0s",
    "1500us,1500000,1.5ms",
    "1500ns,1500,1.5\u00b5s",
    "7ns,7,7ns",
    "+.5s,500000000,500ms",
    "100ms,100000000,100ms",
    "2562047h,9223369200000000000,2562047h0m0s",
  })
  void aDurationIsReadAndPrintedAsGoDoes(String text, long nanoseconds, String printed)
      throws GoText.InvalidDurationException {
    assertEquals(nanoseconds, GoText.nanoseconds(text));
    assertEquals(printed, GoText.duration(nanoseconds));
  }

  @ParameterizedTest
  @CsvSource({
    "3,'time: missing unit in duration \"3\"'",
    "3x,'time: unknown unit \"x\" in duration \"3x\"'",
    "'','time: invalid duration \"\"'",
    "-,'time: invalid duration \"-\"'",
    "s,'time: invalid duration \"s\"'",
    ".s,'time: invalid duration \".s\"'",
    "2562048h,'time: invalid duration \"2562048h\"'",
    "1m 3s,'time: unknown unit \"m \" in duration \"1m 3s\"'",
  })
  void anythingElseIsRefusedInGosWords(String text, String message) {
    assertEquals(
        message,
        assertThrows(GoText.InvalidDurationException.class, () -> GoText.nanoseconds(text))
            .getMessage());
  }
}
