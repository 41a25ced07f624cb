package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PluginTextTest {
  @Test
  void aPluginCannotSteerTheTerminal() {
    assertEquals("?[2J?red", PluginText.clean("\u001b[2J\nred"));
  }

  @Test
  void aLongTextIsCut() {
    assertEquals("x".repeat(512) + "…", PluginText.clean("x".repeat(600)));
  }
}
