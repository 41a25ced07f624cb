package dev.snapseal.snapshot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.snapseal.snapshot");

  @Test
  void theReaderUsesTheJdkAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("dev.snapseal.snapshot..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.snapseal.snapshot..")
        .check(MAIN);
  }
}
