package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of predictive maintenance must pass on its SQL, and notice each of these mistakes in it. */
class MaintenanceMutantsTest {

    private static final Path PROJECT = Path.of("../pipelines/predictive-maintenance");

    /** In the windows of a minute; those of ten and of sixty are the same words. */
    private static final List<Mutant> IN_A_WINDOW = List.of(
            new Mutant(
                    "readings without vibration aren't counted",
                    "COUNT(*) AS readings",
                    "COUNT(vibration_mm_s) AS readings"),
            new Mutant(
                    "one is always missing",
                    "MAX(seq) - MIN(seq) + 1 - COUNT(*)",
                    "MAX(seq) - MIN(seq) + 2 - COUNT(*)"),
            new Mutant("the spread is that of a sample", "STDDEV_POP", "STDDEV_SAMP"),
            new Mutant(
                    "the root mean square is the mean", "AVG(vibration_mm_s * vibration_mm_s)", "AVG(vibration_mm_s)"),
            new Mutant(
                    "least and greatest are swapped",
                    "MIN(temperature_c) AS temperature_min",
                    "MAX(temperature_c) AS temperature_min"));

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant("ten minutes are five", "INTERVAL '10' MINUTE", "INTERVAL '5' MINUTE"),
            new Mutant("hours are half", "INTERVAL '1' HOUR", "INTERVAL '30' MINUTE"),
            new Mutant(
                    "what is late corrects nothing",
                    "FROM features_1m$all",
                    "FROM features_1m$all WHERE $revision = 1"),
            new Mutant(
                    "windows of all lengths are one",
                    "CONCAT(CAST(minutes AS STRING), ' ', sensor_id) AS window_key, INTERVAL '7' DAY AS horizon, INTERVAL '30'",
                    "sensor_id AS window_key, INTERVAL '7' DAY AS horizon, INTERVAL '30'"),
            new Mutant(
                    "windows aren't given again",
                    "INTERVAL '7' DAY AS horizon, INTERVAL '30'",
                    "INTERVAL '1' MINUTE AS horizon, INTERVAL '30'"),
            new Mutant("a month has forty days", "INTERVAL '30' DAY", "INTERVAL '40' DAY"),
            new Mutant(
                    "what is taken back stays",
                    "known_at, deleted\nFROM conditions$changes",
                    "known_at, FALSE AS deleted\nFROM conditions$changes"),
            new Mutant("entries are one", "entry_id AS entry_key", "1 AS entry_key"),
            new Mutant("components are one", "component AS entry_group", "'bearing' AS entry_group"),
            new Mutant(
                    "hours are of the begin",
                    "newest['bearing'].done_at, CAST(window_end AS",
                    "newest['bearing'].done_at, CAST(window_start AS"),
            new Mutant(
                    "the log is known when the conditions are",
                    "condition_known_at, known_at, revision",
                    "condition_known_at, condition_known_at, revision"));

    @Test
    void testsPassOnTheSqlAndFailOnEachMutant(@TempDir Path folder) throws Exception {
        String sql = Files.readString(PROJECT.resolve("pipeline.sql"));
        int begin = sql.indexOf("CREATE VIEW features_1m AS");
        String window = sql.substring(begin, sql.indexOf(';', begin));
        List<Mutant> mutants = new ArrayList<>(MUTANTS);
        for (Mutant mutant : IN_A_WINDOW) {
            assertThat(window).as(mutant.mistake()).containsOnlyOnce(mutant.find());
            mutants.add(new Mutant(mutant.mistake(), window, window.replace(mutant.find(), mutant.replace())));
        }
        Mutant.assertNoticed(PROJECT, 27, mutants, folder);
    }
}
