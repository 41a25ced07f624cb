package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A disk of 2 GiB with a file system, on which a database was deleted: its pages are out of order,
/// and a third of them was overwritten since.
final class SweptImageIT {
  private static final int PAGE = 4096;
  private static final long IMAGE_BYTES = 2L << 30;
  private static final String SECRET_HEAD = "k8s\0\n\f\n\2v1\22\6Secret";

  /// bbolt's flags, by the names that reports give.
  private static final Map<Integer, String> TYPES =
      Map.of(1, "branch", 2, "leaf", 4, "meta", 16, "freelist");

  @TempDir private Path folder;
  private final Random random = new Random(7);
  private final Map<String, Integer> pages = new HashMap<>();
  private final Set<Long> heads = new TreeSet<>();
  private final Set<Long> passwords = new TreeSet<>();
  private List<String> canaries = List.of();

  @Test
  void everySurvivingPageAndEverySecretOnItIsFound() throws Exception {
    Path image = folder.resolve("disk.img");
    canaries = canaries();
    byte[] db = Files.readAllBytes(TestData.cluster("remnant-3.6").finalDb());
    List<Long> blocks = deletedDatabase(image);
    assertEquals((db.length + PAGE - 1) / PAGE, blocks.size());
    List<Long> places = new ArrayList<>(blocks);
    Collections.shuffle(places, random);
    try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
      for (int page = 0; page < blocks.size(); page++) {
        byte[] bytes = java.util.Arrays.copyOfRange(db, page * PAGE, (page + 1) * PAGE);
        boolean survives = page % 3 != 1;
        if (survives) {
          expect(page, bytes, places.get(page) * PAGE);
        } else {
          random.nextBytes(bytes);
        }
        disk.seek(places.get(page) * PAGE);
        disk.write(bytes);
      }
    }
    Path file = Files.write(folder.resolve("canaries"), canaries, UTF_8);
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", image, "--canary", file);
    assertEquals(1, run.code(), run::err);
    judge(run);
  }

  private static List<String> canaries() {
    List<String> canaries = new ArrayList<>();
    JsonNode truth = ProgramRun.parse(TestData.cluster("remnant-3.6").truth()).get("canaries");
    truth.forEach(value -> canaries.add(value.asString()));
    return canaries;
  }

  /// Makes the disk, fills some of it with a runtime's classes, writes the database and deletes it.
  ///
  /// @return the blocks that it had, in order
  private List<Long> deletedDatabase(Path image) throws Exception {
    try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
      disk.setLength(IMAGE_BYTES);
    }
    String path = image.toString();
    LoneEtcd.run(folder, "/sbin/mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", path);
    Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
    debugfs(path, "write " + modules + " modules");
    debugfs(path, "write " + TestData.cluster("remnant-3.6").finalDb() + " db");
    List<Long> blocks = new ArrayList<>();
    Matcher number = Pattern.compile("\\b\\d+\\b").matcher(blocksOf(path));
    while (number.find()) {
      blocks.add(Long.parseLong(number.group()));
    }
    debugfs(path, "rm db");
    return blocks;
  }

  /// The line with nothing but numbers: the program's version stands on another.
  private String blocksOf(String image) throws Exception {
    return debugfs(image, "blocks db")
        .lines()
        .filter(line -> line.matches("[\\d ]+"))
        .findFirst()
        .orElseThrow();
  }

  private String debugfs(String image, String request) throws Exception {
    return LoneEtcd.run(folder, "/sbin/debugfs", "-w", "-R", request, image);
  }

  /// Notes what is on a page, by searching it without any of our own code.
  private void expect(int page, byte[] bytes, long offset) {
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    String type = TYPES.get((int) header.getShort(8));
    boolean isMeta = "meta".equals(type);
    if (type != null && header.getLong(0) == page && (isMeta || header.getShort(10) != 0)) {
      pages.merge(type, 1, Integer::sum);
    }
    String text = new String(bytes, ISO_8859_1);
    all(text, SECRET_HEAD, offset, heads);
    canaries.forEach(canary -> all(text, canary, offset, passwords));
  }

  private static void all(String text, String wanted, long offset, Set<Long> places) {
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      places.add(offset + at);
    }
  }

  private void judge(ProgramRun run) throws IOException {
    Set<Long> objects = new TreeSet<>();
    Set<Long> found = new TreeSet<>();
    for (JsonNode hit : run.json().get("hits")) {
      boolean isCanary = hit.get("detector").asString().equals("canary");
      (isCanary ? found : objects).add(hit.get("offset").asLong());
    }
    assertTrue(heads.size() > 100 && passwords.size() > 100, "too little survived");
    assertEquals(passwords, found);
    assertTrue(objects.containsAll(heads), "a surviving Secret was not found");
    objects.removeAll(heads);
    double falsePerGib = objects.size() / (IMAGE_BYTES / (double) (1 << 30));
    assertTrue(falsePerGib < 1, () -> "false hits at " + objects);
    JsonNode recognised = run.json().get("recognised").get("pages");
    pages.forEach((type, count) -> assertEquals(count, recognised.get(type).asInt(), type));
  }
}
