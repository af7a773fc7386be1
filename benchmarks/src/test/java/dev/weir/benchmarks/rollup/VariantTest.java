package dev.weir.benchmarks.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.ProjectFindings;
import dev.weir.pipeline.rollup.WindowView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantTest {

    private static final RollupSettings SETTINGS = new RollupSettings(
            new TelemetrySettings(1_000, 100, 4, 2, 0.01, 0, 0, "none", 5),
            100,
            false,
            true,
            2,
            Duration.ofSeconds(5),
            "2g",
            false);

    private static Contestant contestant(Variant variant) {
        return new Contestant(variant.id(), variant.title(), WaySpec.WEIR_ROLLUP, variant.change(SETTINGS));
    }

    @Test
    void eachVariantChangesSomethingAndIsFoundByItsName() {
        assertThat(Stream.of(Variant.values())
                        .map(variant -> variant.change(SETTINGS))
                        .distinct())
                .hasSameSizeAs(Variant.values());
        assertThat(Variant.values())
                .allSatisfy(variant -> assertThat(Variant.of(variant.id())).isEqualTo(variant));
    }

    @Test
    void whereTheLogOrItsContractDiffersTheTopicDoes() {
        String base = contestant(Variant.BASE).topic();

        assertThat(contestant(Variant.COMMIT_1S).topic()).isEqualTo(base);
        assertThat(Stream.of(Variant.LATE_20, Variant.RULES, Variant.NO_IDENTITY, Variant.LZ4, Variant.SENSORS_1K)
                        .map(variant -> contestant(variant).topic()))
                .doesNotContain(base)
                .doesNotHaveDuplicates();
    }

    @Test
    void theProjectsThatAreMeasuredHaveNoMistakes(@TempDir Path folder) throws Exception {
        for (Variant variant : new Variant[] {Variant.BASE, Variant.NO_IDENTITY, Variant.RULES}) {
            for (WaySpec way : new WaySpec[] {WaySpec.WEIR_ROLLUP, WaySpec.WEIR_SQL}) {
                Contestant contestant = new Contestant(variant.id(), "", way, variant.change(SETTINGS));
                Path project = ProjectFolder.pipeline(
                        folder.resolve(way.id() + variant.id()), contestant, "measured", "features_out");

                ProjectFindings found = new Pipelines(folder.resolve("jobs")).check(project);

                assertThat(found.problems()).isEmpty();
                assertThat(found.views())
                        .extracting(WindowView::code)
                        .containsExactly(way == WaySpec.WEIR_SQL ? "PLAIN-SQL" : "ROLLED-UP");
            }
        }
    }

    @Test
    void theProjectOfBurstsHasNoMistakesAndRunsAsPlainSql(@TempDir Path folder) throws Exception {
        RollupSettings bursts = SETTINGS.withLog(SETTINGS.log().withBurst(100));
        Contestant contestant = new Contestant("bursts", "", WaySpec.WEIR_ROLLUP, bursts);
        Path project = ProjectFolder.pipeline(folder.resolve("project"), contestant, "measured", "features_out");

        ProjectFindings found = new Pipelines(folder.resolve("jobs")).check(project);

        assertThat(found.problems()).isEmpty();
        assertThat(found.views()).extracting(WindowView::code).containsExactly("PLAIN-SQL");
    }

    @Test
    void contractsWithOtherFatesHaveTopicsOfTheirOwnWithTheSameRecords() {
        assertThat(FatesCommand.contestants(SETTINGS))
                .extracting(Contestant::topic)
                .doesNotHaveDuplicates();
        assertThat(FatesCommand.contestants(SETTINGS))
                .extracting(Contestant::log)
                .containsOnly(SETTINGS.log());
    }
}
