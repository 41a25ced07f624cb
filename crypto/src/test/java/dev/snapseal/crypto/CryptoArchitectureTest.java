package dev.snapseal.crypto;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.snapseal.crypto",
    importOptions = ImportOption.DoNotIncludeTests.class)
class CryptoArchitectureTest {

  @ArchTest
  static final ArchRule BOUNCY_CASTLE_STAYS_IN_ITS_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..internal.bouncycastle..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule YAML_STAYS_WITH_THE_CONFIGURATION =
      noClasses()
          .that()
          .resideOutsideOfPackage("..crypto.config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.snakeyaml..");

  @ArchTest
  static final ArchRule NOTHING_OPENS_A_SOCKET_OR_A_FILE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..");
}
