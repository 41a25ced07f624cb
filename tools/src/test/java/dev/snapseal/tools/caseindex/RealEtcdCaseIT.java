package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.caseindex.EvolvingCluster.Save;
import dev.snapseal.tools.caseindex.EvolvingCluster.Written;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Sixty `etcdctl snapshot save` of a real etcd: as [CaseExposedTest], and with what etcd leaves on
/// free pages.
class RealEtcdCaseIT {
  private static final int SAVES = 60;
  private static final long SEED = 7;

  @TempDir private Path folder;

  @Test
  void whatARealEtcdSavesIsToldExactly() throws Exception {
    List<Save> saves = makeSaves();
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, EvolvingCluster.CONFIGS.getLast());
    Path made = folder.resolve("case");
    List<Object> add = new ArrayList<>(List.of("case", made, "add", "--config", config));
    for (int i = 1; i <= SAVES; i++) {
      add.add(save(i));
    }
    ProgramRun added = ProgramRun.of(add.toArray());
    assertEquals(0, added.code(), added.err());
    JsonNode exposed = ProgramRun.of("case", made, "exposed", "-o", "json").json().get("exposed");
    List<String> expected =
        ExpectedExposures.of(saves, ExpectedExposures.Reader.WITH_KEYS).stream()
            .map(line -> line.replaceFirst(" last \\d+ in \\d+ revisions \\d+", ""))
            .toList();
    List<String> found = new ArrayList<>();
    exposed.forEach(one -> found.add(line(one)));
    assertEquals(String.join("\n", expected), String.join("\n", found));
    assertLast(saves, exposed);
  }

  private static String line(JsonNode exposed) {
    return "%s first %s in %s newest %s due %s deleted %s"
        .formatted(
            exposed.get("key").asString(),
            exposed.get("first").get("revision"),
            exposed.get("first").get("evidence"),
            exposed.get("newestRevision"),
            exposed.get("stillToBeRotated"),
            exposed.get("deleted"));
  }

  /// The last save in which a password stands in the clear, by searching the bytes of all.
  private void assertLast(List<Save> saves, JsonNode exposed) throws IOException {
    int onFreePages = 0;
    int[] last = new int[exposed.size()];
    for (int save = 1; save <= SAVES; save++) {
      String bytes = Files.readString(save(save), ISO_8859_1);
      for (int i = 0; i < last.length; i++) {
        for (String password : readable(saves, exposed.get(i).get("key").asString())) {
          last[i] = bytes.contains(password) ? save : last[i];
        }
      }
    }
    for (int i = 0; i < last.length; i++) {
      JsonNode told = exposed.get(i).get("last");
      assertEquals(last[i], told.get("evidence").asInt(), exposed.get(i).toString());
      onFreePages += told.get("scope").asString().equals("free") ? 1 : 0;
    }
    assertTrue(onFreePages > 5, onFreePages + " were last seen on free pages");
  }

  private static Set<String> readable(List<Save> saves, String key) {
    Set<String> passwords = new HashSet<>();
    for (Save save : saves) {
      for (Written record : save.records()) {
        if (record.key().equals(key) && record.isPlain()) {
          passwords.add(record.data().orElseThrow());
        }
      }
    }
    return passwords;
  }

  private List<Save> makeSaves() throws Exception {
    Path begin = folder.resolve("begin.db");
    Files.write(begin, EtcdBuilder.of(EtcdVersion.V3_4).put("a", "b").snapshot().bytes());
    try (LoneEtcd etcd = LoneEtcd.restored(begin, folder.resolve("etcd"), "etcdctl")) {
      EvolvingCluster cluster = new EvolvingCluster(new RealStore(etcd), SEED, SAVES);
      for (int i = 1; i <= SAVES; i++) {
        cluster.live();
        etcd.save(save(i));
        cluster.saved();
      }
      return cluster.saves();
    }
  }

  private Path save(int number) {
    return folder.resolve("save-%02d.db".formatted(number));
  }

  private record RealStore(LoneEtcd etcd) implements EvolvingCluster.Store {
    @Override
    public long put(String key, byte[] value) {
      return revision(
          ask(
              "kv/put",
              "{\"key\":\"%s\",\"value\":\"%s\"}"
                  .formatted(base64(key.getBytes(UTF_8)), base64(value))));
    }

    @Override
    public long delete(String key) {
      return revision(
          ask("kv/deleterange", "{\"key\":\"%s\"}".formatted(base64(key.getBytes(UTF_8)))));
    }

    @Override
    public void compact(long revision) {
      ask("kv/compaction", "{\"revision\":%d,\"physical\":true}".formatted(revision));
    }

    private static long revision(JsonNode answer) {
      return Long.parseLong(answer.get("header").get("revision").asString());
    }

    private static String base64(byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }

    private JsonNode ask(String method, String json) {
      try {
        return etcd.ask(method, json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
