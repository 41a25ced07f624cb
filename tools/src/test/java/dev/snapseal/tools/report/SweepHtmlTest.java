package dev.snapseal.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In which order `sweep --report` tells what it found.
final class SweepHtmlTest {
  private static final String CONFIG =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: EncryptionConfiguration
      resources:
      - resources: [secrets]
        providers:
        - aesgcm: {keys: [{name: key1, secret: b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=}]}
      """;

  private static final String PRIVATE_KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
      -----END PRIVATE KEY-----
      """;

  @TempDir private Path folder;

  private Document swept(int secrets) throws IOException {
    Path evidence = Files.createDirectory(folder.resolve("evidence"));
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    for (int i = 0; i < secrets; i++) {
      String name = "s%04d".formatted(secrets - i);
      etcd.put(
          "/registry/secrets/prod/" + name,
          StoredObject.secret("prod", name).data("password", "unseen").toBytes());
    }
    Files.write(evidence.resolve("a.db"), etcd.snapshot().bytes());
    Files.writeString(evidence.resolve("b.pem"), PRIVATE_KEY);
    Files.writeString(evidence.resolve("c.yaml"), CONFIG);
    Path report = folder.resolve("report.html");
    ProgramRun run = ProgramRun.of("sweep", evidence, "--report", report);
    assertEquals(1, run.code(), run.err());
    return Jsoup.parse(report);
  }

  @Test
  void whatOpensTheRestComesFirstThenOffsets() throws IOException {
    Document page = swept(3);
    assertEquals(
        List.of("SS019", "SS020", "SS001", "SS001", "SS001"),
        page.select("#table-1 tbody td:last-child").eachText());
    List<Long> offsets =
        page.select("#table-1 tbody td.place").eachText().stream().map(Long::valueOf).toList();
    assertEquals(offsets.subList(2, 5).stream().sorted().toList(), offsets.subList(2, 5));
    assertEquals(
        List.of("first", "error SS019", "error SS020"),
        page.select(".remedies h3").eachText().stream()
            .map(title -> title.replaceFirst("(SS\\d+|first).*", "$1"))
            .filter(title -> !title.endsWith("SS001"))
            .toList());
    assertEquals("SS019", page.select(".remedies .rule").first().text());
  }

  @Test
  void whatToRotateIsNamedOnceTheGravestFirst() throws IOException {
    Document page = swept(3);
    assertEquals(
        List.of("Encryption keys 1", "Private keys 1", "Secrets and other objects 3"),
        page.select("#rotation h3").eachText());
    assertTrue(page.select("#rotation li").first().text().contains("c.yaml, offset "));
    assertEquals(
        List.of("secrets prod/s0001", "secrets prod/s0002", "secrets prod/s0003"),
        page.select("#rotation .names").last().select("li").eachText());
  }

  @Test
  void manySecretsDoNotHideTheKey() throws IOException {
    Document page = swept(700);
    assertEquals(600, page.select("#table-1 tbody tr").size());
    assertEquals("SS019", page.select("#table-1 tbody td:last-child").first().text());
    assertEquals("... and 102 more", more(page, ".data .omitted"));
    assertEquals(List.of("1", "1", "700"), page.select("#rotation h3 .count").eachText());
    assertEquals(300, page.select("#rotation li").size());
    assertEquals("... and 402 more", more(page, "#rotation .omitted"));
    assertEquals(
        IntStream.rangeClosed(1, 298).mapToObj("secrets prod/s%04d"::formatted).toList(),
        page.select("#rotation .names .name").eachText().subList(2, 300));
  }

  private static String more(Document page, String selector) {
    String text = page.select(selector).first().text();
    return text.substring(0, text.indexOf(':'));
  }
}
