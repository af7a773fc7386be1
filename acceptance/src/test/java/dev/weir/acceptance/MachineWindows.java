package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;

/** The windows that must come of {@link MachineReadings}, in their last revision: those of the files of expected results. */
final class MachineWindows {

    private static final String BEARING = "2018-03-31 21:00:00";
    private static final String FILTER = "2018-04-01 02:30:00";
    /** What is entered when the rig was serviced. */
    static final String SERVICES =
            "(1, 'rig-1', 'filter', '" + FILTER + "Z'), (2, 'rig-1', 'bearing', '" + BEARING + "Z')";

    private static final Offset<Double> ROUNDED = within(1e-6);

    private final MachineReadings readings;

    MachineWindows(MachineReadings readings) {
        this.readings = readings;
    }

    /** Rows of {@code machine_features}, times in epoch milliseconds, by {@link #name}. */
    static Map<String, JsonNode> byName(Iterable<JsonNode> rows) {
        Map<String, JsonNode> byName = new HashMap<>();
        rows.forEach(row -> byName.put(
                name(
                        row.get("sensor_id").asText(),
                        row.get("minutes").asInt(),
                        row.get("window_start").asLong()),
                row));
        return byName;
    }

    /** Fails unless the newest row of each window is the expected one. */
    void areThose(Map<String, JsonNode> features) throws IOException {
        minutesAreAsExpected(features);
        tenMinutesAreAsExpected(features);
        hoursAreAsExpected(features);
    }

    private List<String[]> expected(String file) throws IOException {
        return CsvFile.rows(MachineReadings.DATA.resolve(file)).stream()
                .filter(column -> CsvFile.epochMillis(column[0]) < readings.end())
                .toList();
    }

    private void minutesAreAsExpected(Map<String, JsonNode> features) throws IOException {
        for (String[] column : expected("hydraulic-expected-1m.csv.gz")) {
            for (int sensor = 1; sensor <= 4; sensor++) {
                JsonNode window = window(features, "rig-1-s" + sensor, 1, column[0]);
                assertThat(window.get("readings").asLong()).isEqualTo(Long.parseLong(column[1]));
                isAbout(window, "vibration_avg", column[2]);
                isAbout(window, "temperature_avg", column[2 + sensor]);
                assertThat(window.get("condition_since").asLong()).isEqualTo(CsvFile.epochMillis(column[7]));
                assertThat(window.get("cooler_pct").asText()).isEqualTo(column[8]);
                assertThat(window.get("valve_pct").asText()).isEqualTo(column[9]);
                assertThat(window.get("pump_leakage").asText()).isEqualTo(column[10]);
                assertThat(window.get("accumulator_bar").asText()).isEqualTo(column[11]);
                assertThat(window.get("unstable").asBoolean()).isEqualTo(column[12].equals("1"));
            }
        }
    }

    private void tenMinutesAreAsExpected(Map<String, JsonNode> features) throws IOException {
        for (String[] column : expected("hydraulic-expected-10m.csv")) {
            JsonNode window = window(features, "rig-1-s1", 10, column[0]);
            assertThat(window.get("readings").asLong()).isEqualTo(Long.parseLong(column[1]));
            isAbout(window, "vibration_avg", column[2]);
            isAbout(window, "vibration_max", column[3]);
            isAbout(window, "temperature_avg", column[4]);
            isAbout(window, "temperature_max", column[5]);
            assertThat(window.get("missing").asLong()).isZero();
            long end = window.get("window_end").asLong();
            assertThat(end)
                    .isEqualTo(window.get("window_start").asLong()
                            + Duration.ofMinutes(10).toMillis());
            assertThat(window.get("bearing_hours").asDouble())
                    .isCloseTo((end - CsvFile.epochMillis(BEARING)) / 3_600_000.0, ROUNDED);
            long sinceFilter = end - CsvFile.epochMillis(FILTER);
            assertThat(window.hasNonNull("filter_hours")).isEqualTo(sinceFilter > 0);
            assertThat(window.get("filter_services").asLong()).isEqualTo(sinceFilter > 0 ? 1 : 0);
        }
    }

    /** Those into which the clock jumped back, too. */
    private static void hoursAreAsExpected(Map<String, JsonNode> features) throws IOException {
        List<ObjectNode> machine = MachineReadings.ofMachine();
        long last = machine.get(machine.size() - 1).get("event_time").asLong();
        List<String[]> expected = CsvFile.rows(MachineReadings.DATA.resolve("nab-expected-60m.csv.gz"));
        for (String[] column : expected) {
            JsonNode window = window(features, "nab-1", 60, column[0]);
            assertThat(window.get("readings").asLong()).isEqualTo(Long.parseLong(column[1]));
            isAbout(window, "temperature_avg", column[2]);
            isAbout(window, "temperature_min", column[3]);
            isAbout(window, "temperature_max", column[4]);
        }
        assertThat(features.entrySet().stream()
                        .filter(window -> window.getKey().startsWith("nab-1/60/"))
                        .filter(window -> window.getValue().get("window_end").asLong() <= last))
                .hasSameSizeAs(expected);
    }

    private static String name(String sensor, int minutes, long start) {
        return sensor + "/" + minutes + "/" + start;
    }

    private static JsonNode window(Map<String, JsonNode> features, String sensor, int minutes, String start) {
        String key = name(sensor, minutes, CsvFile.epochMillis(start));
        assertThat(features).containsKey(key);
        return features.get(key);
    }

    private static void isAbout(JsonNode window, String feature, String expected) {
        assertThat(window.get(feature).asDouble()).as(feature).isCloseTo(Double.parseDouble(expected), ROUNDED);
    }
}
