package dev.weir.acceptance;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of predictive maintenance must pass on its SQL, and notice each of these mistakes in it. */
class MaintenanceMutantsTest {

    private static final Path PROJECT = Path.of("../pipelines/predictive-maintenance");

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant("ten minutes aren't aligned", "at_minute / 10 * 10", "at_minute"),
            new Mutant("hours are half", "at_minute / 60 * 60", "at_minute / 30 * 30"),
            new Mutant(
                    "readings without vibration aren't counted",
                    "COUNT(*) AS readings",
                    "COUNT(vibration_mm_s) AS readings"),
            new Mutant("the greatest is the mean", "MAX(vibration_mm_s) AS", "AVG(vibration_mm_s) AS"),
            new Mutant(
                    "least and greatest are swapped",
                    "MIN(temperature_c) AS temperature_min",
                    "MAX(temperature_c) AS temperature_min"),
            new Mutant("the mean is of vibration", "AVG(temperature_c) AS", "AVG(vibration_mm_s) AS"),
            new Mutant(
                    "sensors of a machine are one",
                    "SELECT machine_id, sensor_id, vibration_mm_s, temperature_c,\n  TIMESTAMPDIFF",
                    "SELECT machine_id, machine_id AS sensor_id, vibration_mm_s, temperature_c,\n  TIMESTAMPDIFF"),
            new Mutant(
                    "the condition is that of the begin",
                    "TIMESTAMPADD(MINUTE, minutes, window_start) AS ends",
                    "window_start AS ends"),
            new Mutant("the end belongs to the window", "s.since < w.ends", "s.since <= w.ends"),
            new Mutant("a row ends with the one before it", "n.since > c.since", "n.since < c.since"),
            new Mutant("a row ends before its end", "s.ended >= w.ends", "s.ended > w.ends"),
            new Mutant("other machines' logs count", "s.machine_id = w.machine_id", "TRUE"),
            new Mutant("windows without a log vanish", "LEFT JOIN standing s", "JOIN standing s"));

    @Test
    void testsPassOnTheSqlAndFailOnEachMutant(@TempDir Path folder) throws Exception {
        Mutant.assertNoticed(PROJECT, 18, MUTANTS, folder);
    }
}
