package dev.weir.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the POMs can't check: the directions inside and between packages. */
class StructureTest {

    private static final JavaClasses WEIR = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.weir");

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.weir.(**)").should().beFreeOfCycles().check(WEIR);
    }

    @Test
    void whatAuditsSharesNothingWithWhatItAudits() {
        noClasses()
                .that()
                .resideInAPackage("dev.weir.operate..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.weir..")
                        .and(resideOutsideOfPackages("dev.weir.operate..", "dev.weir.contract..")))
                .check(WEIR);
    }

    @Test
    void onlyTheCommandLineAndTheMainOfAServerPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.weir.cli..")
                .and()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(WEIR);
    }
}
