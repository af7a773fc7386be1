package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test of maintenance alerts must pass with the model and the limit that come with it, and notice each of these mistakes in its SQL. */
class AlertsMutantsTest {

    private static final Path PROJECT = Path.of("../pipelines/maintenance-alerts");
    private static final Path WRITER = Path.of("../pipelines/predictive-maintenance");

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant("whoever is well raises an alarm", "CAST(0.3612 AS DOUBLE)", "CAST(0 AS DOUBLE)"),
            new Mutant("nobody does", "CAST(0.3612 AS DOUBLE)", "CAST(1.1 AS DOUBLE)"),
            new Mutant(
                    "inputs are in another order",
                    "bearing_risk(vibration_rms, vibration_max, temperature_avg, bearing_hours",
                    "bearing_risk(bearing_hours, vibration_max, temperature_avg, vibration_rms"));

    @Test
    void testPassesOnTheSqlAndFailsOnEachMutant(@TempDir Path folder) throws Exception {
        Mutant.assertNoticed(PROJECT, 1, MUTANTS, folder);
    }

    /** Two projects can't share a contract: this one has a copy. */
    @Test
    void contractOfTheFeaturesIsTheirWriters() throws Exception {
        assertThat(contract(PROJECT, "avsc")).isNotEmpty().isEqualTo(contract(WRITER, "avsc"));
        assertThat(contract(PROJECT, "yaml")).isNotEmpty().isEqualTo(contract(WRITER, "yaml"));
    }

    private static List<String> contract(Path project, String ending) throws IOException {
        return Files.readAllLines(project.resolve("streams/machine_features." + ending)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
