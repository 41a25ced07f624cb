package dev.snapseal.crypto.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":[{},]}|invalid character ']' looking for beginning of value",
        "{\"a\":1,}|invalid character '}' looking for beginning of object key string",
        "{a:1}|invalid character 'a' looking for beginning of object key string",
        "{\"a\" 1}|invalid character '1' after object key",
        "{\"a\":}|invalid character '}' looking for beginning of value",
        "{\"a\":1 \"b\":2}|invalid character '\"' after object key:value pair",
        "[1 2]|invalid character '2' after array element",
        "[1}|invalid character '}' after array element",
        "{} x|invalid character 'x' after top-level value",
        "{} {}|invalid character '{' after top-level value",
        "[topsecret]|invalid character 'o' in literal true (expecting 'r')",
        "[nulls]|invalid character 's' after array element",
        "['a']|invalid character '\\'' looking for beginning of value",
        "[NULL]|invalid character 'N' looking for beginning of value",
        "[\"a\u0001\"]|invalid character '\\x01' in string literal",
        "[/1]|invalid character '/' looking for beginning of value",
      })
  void aTextThatIsNotJsonIsRefusedInGosWords(String text, String message) {
    assertEquals(message, refusal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "[", "{\"a\"", "{\"a\":", "{\"a\":1", "[\"a", "[tru", "[1,"})
  void aTextThatEndsEarlySaysSo(String text) {
    assertEquals("unexpected end of JSON input", refusal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[01]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[1e]",
        "[-]",
        "[NaN]",
        "[\"\\x\"]",
        "[\"\t\"]",
        "[1,]"
      })
  void whatOnlyLenientReadersTakeIsRefused(String text) {
    assertEquals("invalid character", refusal(text).substring(0, 17));
  }

  @Test
  void namesThatRepeatStayTwice() throws ConfigSyntaxException {
    ConfigNode.Mapping root = (ConfigNode.Mapping) read("{\"a\":1,\"b\":2,\"a\":3}");
    assertEquals(
        List.of("a", "b", "a"), root.fields().stream().map(ConfigNode.Field::name).toList());
  }

  @Test
  void numbersStayAsTheyAreWritten() throws ConfigSyntaxException {
    String digits = "9".repeat(50_000);
    assertEquals(
        new ConfigNode.Sequence(
            List.of(new ConfigNode.Numeral(digits), new ConfigNode.Numeral("-1.50E+999999"))),
        read("[" + digits + ",-1.50E+999999]"));
  }

  @Test
  void halfOfASurrogatePairIsReplaced() throws ConfigSyntaxException {
    assertEquals(
        new ConfigNode.Sequence(List.of(new ConfigNode.Text("\uFFFDa\uD83D\uDE00"))),
        read("[\"\\ud83da\\uD83D\\uDE00\"]"));
  }

  @Test
  void namesWithEqualHashesAreReadLikeOthers() throws ConfigSyntaxException {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 1 << 14; i++) {
      String bits = "%14s".formatted(Integer.toBinaryString(i)).replace(' ', '0');
      text.append('"').append(bits.replace("0", "Aa").replace("1", "BB")).append("\":0,");
    }
    ConfigNode.Mapping root = (ConfigNode.Mapping) read(text.append("\"z\":0}").toString());
    assertEquals((1 << 14) + 1, root.fields().size());
  }

  @Test
  void tooDeepAndTooManyValuesAreRefused() {
    assertEquals("exceeded max depth", refusal("[".repeat(65) + "]".repeat(65)));
    assertEquals("more than 200000 values", refusal("[" + "1,".repeat(200_000) + "1]"));
  }

  private static ConfigNode read(String text) throws ConfigSyntaxException {
    return JsonReader.read(text.getBytes(UTF_8)).root();
  }

  private static String refusal(String text) {
    return assertThrows(ConfigSyntaxException.class, () -> read(text)).getMessage();
  }
}
