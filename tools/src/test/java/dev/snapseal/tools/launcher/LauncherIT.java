package dev.snapseal.tools.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.launcher.LauncherSandbox.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher at the top of the repository, among stand-ins for Java and Maven.
final class LauncherIT {
  @TempDir Path temporary;
  private LauncherSandbox sandbox;

  @BeforeEach
  void makeASourceTree() throws IOException {
    sandbox = new LauncherSandbox(temporary);
  }

  @Test
  void theFirstUseBuildsAndSaysSoAndTheSecondIsSilent() throws Exception {
    sandbox.set("SNAPSEAL_JAVA_HOME", sandbox.jdk("jdk 25", "25.0.3"));
    sandbox.maven();
    Outcome first = sandbox.run("info");
    assertTrue(first.err().startsWith("snapseal: building on first use"), first.err());
    assertFalse(first.err().contains("waiting"), first.err());
    assertEquals(new Outcome(0, first.out(), ""), sandbox.run("info"));
    assertTrue(lines(first).contains("dev.snapseal.tools.Main"), first.out());
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    ready();
    List<String> lines = lines(sandbox.run("get", "two words", "", "*"));
    assertEquals(
        List.of("get", "two words", "", "*"), lines.subList(lines.size() - 4, lines.size()));
  }

  @Test
  void aPipeIsNotNamedAsATerminal() throws Exception {
    ready();
    List<String> lines = lines(sandbox.run("info"));
    assertTrue(lines.contains("-Dsnapseal.terminal="), lines.toString());
    assertFalse(lines.toString().contains("snapseal.columns"), lines.toString());
  }

  @Test
  void itWorksThroughALinkFromAnotherFolder() throws Exception {
    ready();
    Path elsewhere = Files.createDirectory(temporary.resolve("else where"));
    Path link = elsewhere.resolve("seal");
    Files.createSymbolicLink(link, Path.of("..", "source tree", "snapseal"));
    Outcome outcome = LauncherSandbox.finish(sandbox.start(elsewhere, link, "info"));
    assertEquals(0, outcome.code(), outcome.err());
  }

  @Test
  void aJavaOfItsOwnVariableThatIsTooOldIsRefused() throws Exception {
    Path old = sandbox.jdk("jdk-21", "21.0.4");
    sandbox.set("SNAPSEAL_JAVA_HOME", old);
    Outcome outcome = sandbox.run("info");
    assertEquals(2, outcome.code());
    assertTrue(
        outcome.err().contains("SNAPSEAL_JAVA_HOME: '" + old + "' is Java 21.0.4"), outcome.err());
    assertTrue(outcome.err().contains("openjdk-25-jdk-headless"), outcome.err());
  }

  @Test
  void anOldJavaHomeIsPassedOverForANewerJavaOnThePath() throws Exception {
    sandbox.set("JAVA_HOME", sandbox.jdk("jdk-17", "17.0.15"));
    Path newer = sandbox.jdk("jdk-26", "26");
    Path link = Files.createSymbolicLink(temporary.resolve("bin/java"), newer.resolve("bin/java"));
    sandbox.maven();
    Outcome outcome = sandbox.run("info");
    assertEquals(0, outcome.code(), outcome.err() + link);
    assertTrue(outcome.err().contains("Java 26"), outcome.err());
  }

  @Test
  void theCacheIsNamedOnlyForTheJavaThatItWasMadeBy() throws Exception {
    ready();
    assertTrue(sandbox.run("info").out().contains("-XX:AOTCache="));
    Path other = sandbox.jdk("jdk-27", "27");
    sandbox.set("SNAPSEAL_JAVA_HOME", other);
    assertTrue(sandbox.run("info").err().contains("preparing a fast start on Java 27"));
    Outcome again = sandbox.run("info");
    assertTrue(again.out().contains("java-27-"), again.out());
    assertEquals("", again.err());
  }

  @Test
  void aNewerSourceIsBuiltAgain() throws Exception {
    ready();
    Thread.sleep(20);
    sandbox.write("crypto/src/main/New.java", "");
    assertTrue(sandbox.run("info").err().contains("the sources have changed"));
    assertEquals("", sandbox.run("info").err());
  }

  @Test
  void aLibraryThatDidNotChangeIsHeldOnceAndOldBuildsGo() throws Exception {
    ready();
    Path before = onlyApp();
    Object large = Files.getAttribute(before.resolve("lib/large-1.0.jar"), "unix:ino");
    Object own = Files.getAttribute(before.resolve("lib/own-SNAPSHOT.jar"), "unix:ino");
    Process running = new ProcessBuilder("sh", "-c", "read line", before + "/snapseal.jar").start();
    try {
      buildAgain("One.java");
      assertTrue(Files.exists(before), "a program runs from it");
    } finally {
      running.getOutputStream().close();
      running.waitFor();
    }
    buildAgain("Two.java");
    Path after = onlyApp();
    assertEquals(large, Files.getAttribute(after.resolve("lib/large-1.0.jar"), "unix:ino"));
    assertNotEquals(own, Files.getAttribute(after.resolve("lib/own-SNAPSHOT.jar"), "unix:ino"));
  }

  private void buildAgain(String newSource) throws Exception {
    Thread.sleep(20);
    sandbox.write("crypto/src/main/" + newSource, "");
    assertEquals(0, sandbox.run("info").code());
  }

  private Path onlyApp() throws IOException {
    try (var folders = Files.newDirectoryStream(sandbox.root().resolve(".snapseal"), "app-*")) {
      List<Path> apps = new ArrayList<>();
      folders.forEach(apps::add);
      assertEquals(1, apps.size(), apps.toString());
      return apps.getFirst();
    }
  }

  @Test
  void aTestIsNoReasonToBuild() throws Exception {
    ready();
    sandbox.write("crypto/src/test/NewTest.java", "");
    assertEquals("", sandbox.run("info").err());
  }

  @Test
  void twoFirstUsesBuildOnce() throws Exception {
    sandbox.set("SNAPSEAL_JAVA_HOME", sandbox.jdk("jdk-25", "25"));
    sandbox.maven();
    Path launcher = sandbox.root().resolve("snapseal");
    Process one = sandbox.start(sandbox.root(), launcher, "info");
    Process two = sandbox.start(sandbox.root(), launcher, "info");
    Outcome first = LauncherSandbox.finish(one);
    Outcome second = LauncherSandbox.finish(two);
    assertEquals(0, first.code());
    assertEquals(0, second.code());
    String waits = "snapseal: waiting for another run";
    assertTrue((first.err() + second.err()).contains(waits), first + " " + second);
    assertEquals(1, Files.readAllLines(sandbox.root().resolve("maven.log")).size());
  }

  @Test
  void aFailedBuildShowsItsEndAndTheCommandToRepeat() throws Exception {
    sandbox.set("SNAPSEAL_JAVA_HOME", sandbox.jdk("jdk-25", "25"));
    sandbox.brokenMaven();
    Outcome outcome = sandbox.run("info");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("[ERROR] a class is wrong"), outcome.err());
    assertTrue(outcome.err().contains("mvn -B"), outcome.err());
    assertFalse(Files.exists(sandbox.root().resolve(".snapseal/current")));
  }

  @Test
  void moreOptionsComeAfterOurOwn() throws Exception {
    ready();
    sandbox.set("SNAPSEAL_JAVA_OPTS", "-Xmx2g -XX:+UseParallelGC");
    List<String> lines = lines(sandbox.run("info"));
    assertTrue(lines.indexOf("-Xmx2g") > lines.indexOf("-Xmx512m"), lines.toString());
    assertFalse(lines.contains("-XX:+UseSerialGC"), lines.toString());
  }

  private void ready() throws IOException, InterruptedException {
    sandbox.set("SNAPSEAL_JAVA_HOME", sandbox.jdk("jdk-25", "25.0.3"));
    sandbox.maven();
    assertEquals(0, sandbox.run("info").code());
  }

  private static List<String> lines(Outcome outcome) {
    return outcome.out().lines().toList();
  }
}
