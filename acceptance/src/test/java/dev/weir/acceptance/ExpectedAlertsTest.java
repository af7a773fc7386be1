package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link SimulatedPlantIT} compares alerts with notices each thing that alerts may get wrong. */
class ExpectedAlertsTest {

    private static final List<JsonNode> FEATURES = List.of(
            features(10, 0, "2.0", 10),
            features(10, 600, "9.0", 46),
            features(10, 1200, "null", 46),
            features(60, 600, "9.0", 46),
            features(10, 600, "2.0", 10));
    private static final String REASONS =
            "\"vibration_max is 9.00, +3.2 deviations from 2.30\", \"bearing_hours is 46.00, -1.7 deviations from 50.00\"";

    @Test
    void eachThingThatAlertsMayGetWrongIsNoticed() throws Exception {
        try (ExpectedAlerts expected = new ExpectedAlerts(Path.of("../pipelines/maintenance-alerts"))) {
            assertThat(expected.names(FEATURES)).containsExactly("s/600");
            String difference = expected.differences(FEATURES, List.of(alert(600, 0.5, "1", REASONS)))
                    .toString();
            double failure = Double.parseDouble(difference.replaceAll("(?s).*must have failure (\\S+) of.*", "$1"));

            assertThat(failure).isGreaterThan(0.9);
            assertThat(expected.differences(FEATURES, List.of(alert(600, failure, "1", REASONS))))
                    .isEmpty();
            assertThat(expected.differences(FEATURES, List.of()))
                    .singleElement()
                    .asString()
                    .contains("must be an alert");
            assertThat(expected.differences(
                            FEATURES, List.of(alert(600, failure, "1", REASONS), alert(0, failure, "1", REASONS))))
                    .singleElement()
                    .asString()
                    .contains("must be none");
            assertThat(expected.differences(FEATURES, List.of(alert(600, failure, "2", REASONS))))
                    .singleElement()
                    .asString()
                    .contains("of version 1");
            for (String wrong : List.of(
                    "\"vibration_max is 9.10, +3.2 deviations from 2.30\"",
                    "\"bearing_hours is 46.00, -1.7 deviations from 50.00\", \"vibration_max is 9.00, +3.2 deviations from 2.30\"",
                    "\"vibration_max is 9.00, +3.2 deviations from 2.30\", \"vibration_max is 9.00, +3.2 deviations from 2.30\"",
                    "\"seq is 9.00, +3.2 deviations from 2.30\"")) {
                assertThat(expected.differences(FEATURES, List.of(alert(600, failure, "1", wrong))))
                        .as(wrong)
                        .singleElement()
                        .asString()
                        .contains("has other reasons");
            }
        }
    }

    private static JsonNode features(int minutes, int seconds, String vibration, int bearingHours) {
        return Http.json("""
                {"sensor_id": "s", "minutes": %d, "window_start": %d, "vibration_rms": %s, "vibration_max": %s, "temperature_avg": 40.0,
                 "bearing_hours": %d, "lubrication_hours": 10.0, "filter_hours": 10.0}
                """.formatted(minutes, seconds, vibration, vibration, bearingHours));
    }

    private static JsonNode alert(int seconds, double failure, String version, String reasons) {
        return Http.json("""
                {"sensor_id": "s", "window_start": %d, "failure": %s, "model_version": "%s", "reasons": [%s]}
                """.formatted(seconds, failure, version, reasons));
    }
}
