package dev.weir.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgedSensorsTest {

    private static final TelemetrySettings SETTINGS =
            new TelemetrySettings(20_000, 300, 4, 2, 0.05, 0.02, 0, "none", 9);

    @Test
    void fatesAreThoseThatTheGeneratorKnows(@TempDir Path folder) throws Exception {
        JudgedSensors judged = new JudgedSensors(SETTINGS, folder);

        judged.readTo(Long.MAX_VALUE);

        assertThat(judged.problems()).isEmpty();
    }

    @Test
    void stateHasTheOpenWindows(@TempDir Path folder) throws Exception {
        JudgedSensors judged = new JudgedSensors(SETTINGS, folder);
        judged.readTo(Telemetry.BASE + 60_000);
        int before = bytes(judged);

        judged.readTo(Telemetry.BASE + Telemetry.WINDOW_MILLIS + 20_000);

        assertThat(judged.problems()).isEmpty();
        assertThat(bytes(judged)).isGreaterThan(before);
    }

    private static int bytes(JudgedSensors judged) {
        return judged.snapshot().stream().mapToInt(bytes -> bytes.length).sum();
    }
}
