package dev.snapseal.tools.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may know whom, over the classes of all modules.
final class ArchitectureTest {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/dev/snapseal/testdata/"))
          .importPackages("dev.snapseal");

  /// What of `java.net` opens no socket.
  private static final Set<String> OFFLINE_NET =
      Set.of("java.net.URI", "java.net.URISyntaxException", "java.net.URLEncoder");

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "crypto", "tools"})
  void everyModuleIsLookedAt(String module) {
    assertFalse(PROGRAM.that(resideInAPackage("dev.snapseal." + module + "..")).isEmpty());
  }

  @Test
  void theSnapshotReaderKnowsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage("dev.snapseal.snapshot..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.snapseal.snapshot..", "java..")
        .check(PROGRAM);
  }

  @Test
  void cryptoKnowsNeitherTheSnapshotReaderNorTheTools() {
    noClasses()
        .that()
        .resideInAPackage("dev.snapseal.crypto..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.snapseal.snapshot..", "dev.snapseal.tools..")
        .check(PROGRAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "crypto", "tools"})
  void internalPackagesAreNotForOtherModules(String module) {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.snapseal." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.snapseal." + module + "..internal..")
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @ParameterizedTest
  @EnumSource
  void aLibraryIsKnownOnlyInItsPackages(Library library) {
    noClasses()
        .that()
        .resideOutsideOfPackages(library.users())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library.classes())
        .check(PROGRAM);
  }

  @Test
  void noLibraryIsUsedThatTheTableDoesNotName() {
    String[] known =
        Stream.concat(
                Stream.of(
                    "dev.snapseal..",
                    "java..",
                    "javax.crypto..",
                    "javax.security.auth..",
                    "com.sun.management.."),
                Stream.of(Library.values()).map(Library::classes))
            .toArray(String[]::new);
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(known)
                .or(DescribedPredicate.describe("are primitive", JavaClass::isPrimitive)))
        .check(PROGRAM);
  }

  @Test
  void onlyTheClientsOfKmsAndEtcdOpenSockets() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.snapseal.tools.kms..", "dev.snapseal.tools.etcd..")
        // On loopback, for the etcd that it starts there.
        .and()
        .doNotHaveFullyQualifiedName("dev.snapseal.tools.drill.EtcdServer")
        // Its only use of java.net is to refuse.
        .and()
        .doNotHaveFullyQualifiedName("dev.snapseal.tools.ClosedWeb")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe("open sockets", ArchitectureTest::isOnline))
        .check(PROGRAM);
  }

  private static boolean isOnline(JavaClass type) {
    String name = type.getName();
    return switch (type.getPackageName()) {
      case "java.net" -> !OFFLINE_NET.contains(name);
      case "java.nio.channels" -> name.contains("Socket") || name.contains("Datagram");
      case String other -> other.startsWith("java.net.") || other.startsWith("javax.net");
    };
  }

  /// Everything else works on files, and no class of a live etcd's client is loaded for it.
  @Test
  void onlyDrillAndCaptureAskALiveEtcd() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.snapseal.tools.etcd..",
            "dev.snapseal.tools.drill..",
            "dev.snapseal.tools.capture..")
        .and()
        .haveNameNotMatching(
            "dev\\.snapseal\\.tools\\.(command\\.(Capture|Etcd)|report\\.Capture).*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.snapseal.tools.etcd..")
        .check(PROGRAM);
  }

  @Test
  void onlyMainEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.snapseal.tools.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .check(PROGRAM);
  }

  @Test
  void standardStreamsAreOpenedOnlyAtTheTop() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.snapseal.tools.Main")
        .and()
        .doNotHaveFullyQualifiedName("dev.snapseal.tools.TrainingRun")
        .should()
        .accessField(System.class, "in")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(PROGRAM);
  }

  @Test
  void nothingIsLogged() {
    noClasses()
        .that()
        // These silence what gRPC and jetcd log.
        .resideOutsideOfPackages("dev.snapseal.tools.kms..", "dev.snapseal.tools.etcd..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(System.Logger.class)
        .check(PROGRAM);
  }
}
