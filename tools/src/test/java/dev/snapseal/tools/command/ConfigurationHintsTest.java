package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every mistake in a configuration has a next step of its own, and a shell takes it as it is.
final class ConfigurationHintsTest {
  private static final String HEAD =
      "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n";

  @TempDir private Path folder;
  private Backups backups;

  @BeforeEach
  void writeBackup() throws IOException {
    backups = new Backups(folder);
    backups.write("db.snapshot", Backups.etcd().put("/registry/secrets/prod/db", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resources:~\t- x|a tab shows as ^I there: ",
        "resources: []|every rule needs resources beside its providers, such as [secrets]: ",
        "resources: secrets|is a word misspelt, or a line indented wrongly? ",
        "resurces: []|is a word misspelt, or a line indented wrongly? ",
        "resources: [{resources: [secrets], resources: [pods], providers: [{identity: {}}]}]"
            + "|leave one of the two: ",
        "resources: [{resources: [Secrets], providers: [{identity: {}}]}]"
            + "|the names that it has: ",
        "resources: [{resources: [secrets]}]"
            + "|every rule needs a provider; for no encryption, 'identity: {}': ",
        "resources: [{resources: [secrets], providers: [{aescbcc: {keys: [{name: a, secret: KEY}]}"
            + "}]}]|providers are aescbc, aesgcm, secretbox, kms and identity: ",
        "resources: [{resources: [secrets], providers: [{identity: {}, aescbc: {keys: [{name: a,"
            + " secret: KEY}]}}]}]|every provider begins an element of its own, with '- ': ",
        "resources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: a}]}}]}]"
            + "|every key needs a name and a secret: ",
        "resources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: a, secret:"
            + " '#'}]}}]}]|32 bytes are 44 characters of base64: ",
        "resources: [{resources: [secrets], providers: [{secretbox: {keys: [{name: a, secret:"
            + " c2hvcnQ=}]}}]}]|32 bytes are 44 characters of base64: ",
        "resources: [{resources: [secrets], providers: [{kms: {name: a, endpoint: 'tcp://x'}}]}]"
            + "|what it says of plugins: "
      })
  void everyMistakeHasACommandThatShowsIt(String rest, String hint) throws Exception {
    String content = HEAD + rest.replace("KEY", Backups.KEY_ONE).replace("~", "\n") + "\n";
    String output = output(failure(content), hint);
    assertFalse(output.isBlank());
    assertFalse(output.contains(Backups.KEY_ONE.substring(0, 8)), output);
  }

  @Test
  void theLengthOfAKeyIsShownInItsPlaceOfTheKey() throws Exception {
    String content =
        "{\"kind\":\"EncryptionConfiguration\",\"apiVersion\":\"apiserver.config.k8s.io/v1\",\n"
            + "\"resources\":[{\"resources\":[\"secrets\"],\"providers\":[{\"aescbc\":{\"keys\":["
            + "{\"name\":\"a\",\"secret\":\"c2hvcnQ=\"}]}}]}]}";
    assertEquals("line 2: 8\n", output(failure(content), "32 bytes are 44 characters of base64: "));
  }

  @Test
  void aFileOfAnotherKindIsLookedForWhereTheServerIsTold() throws IOException {
    for (String content : List.of("", "hello", "kind: Pod\napiVersion: v1\n")) {
      assertEquals(
          "hint:  the file that the API server reads: grep encryption-provider-config"
              + " /etc/kubernetes/manifests/kube-apiserver.yaml",
          failure(content));
    }
  }

  private String failure(String content) throws IOException {
    backups.write("my keys.yaml", content);
    Backups.Run run = backups.run("keys", "db.snapshot", "--config", "my keys.yaml");
    assertEquals(2, run.code());
    List<String> lines = run.err().lines().toList();
    assertEquals(2, lines.size(), run.err());
    return lines.getLast();
  }

  /// What a shell prints of the command behind a hint.
  private String output(String line, String hint) throws Exception {
    assertTrue(line.startsWith("hint:  " + hint), line);
    Process shell =
        new ProcessBuilder("bash", "-c", line.substring("hint:  ".length() + hint.length()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, shell.waitFor(), output);
    return output;
  }
}
