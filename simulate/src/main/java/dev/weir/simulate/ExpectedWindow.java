package dev.weir.simulate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a window of {@code machine_features} is in its last revision. The names are those of the columns.
 *
 * @param startMillis in milliseconds since 1970
 * @param readings how many
 * @param missing how many never came between its first and its last
 * @param vibration in mm/s; null if the sensor has only a thermometer
 * @param temperature in °C
 * @param upkeep by part, what the log says in the end
 */
public record ExpectedWindow(
        String sensor,
        String machine,
        int minutes,
        long startMillis,
        long readings,
        long missing,
        long firstSequence,
        long lastSequence,
        @Nullable Spread vibration,
        Spread temperature,
        Map<Part, Serviced> upkeep) {

    /** Of all its values; {@code deviation} is that of all, not of a sample. */
    public record Spread(double mean, double deviation, double least, double most, double rootMeanSquare) {

        /** @param values at least one, of which the first {@code count} are meant */
        static Spread of(double[] values, int count) {
            double sum = 0;
            double squares = 0;
            double least = values[0];
            double most = values[0];
            for (int i = 0; i < count; i++) {
                sum += values[i];
                squares += values[i] * values[i];
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
            }
            double mean = sum / count;
            double away = 0;
            for (int i = 0; i < count; i++) {
                away += (values[i] - mean) * (values[i] - mean);
            }
            return new Spread(mean, Math.sqrt(away / count), least, most, Math.sqrt(squares / count));
        }
    }

    /**
     * How a part was serviced before a window's end.
     *
     * @param hours since the last time; null if there was none
     * @param times in the 30 days before
     */
    public record Serviced(@Nullable Double hours, long times) {}

    /** On one line, with the columns' names. Times are epoch milliseconds. */
    public String json() {
        StringBuilder json = new StringBuilder(500)
                .append("{\"sensor_id\":\"")
                .append(sensor)
                .append('"');
        json.append(",\"machine_id\":\"").append(machine).append('"');
        add(json, "minutes", minutes);
        add(json, "window_start", startMillis);
        add(json, "window_end", startMillis + minutes * 60L * 1000);
        add(json, "readings", readings);
        add(json, "missing", missing);
        add(json, "first_seq", firstSequence);
        add(json, "last_seq", lastSequence);
        add(json, "vibration_avg", vibration == null ? null : vibration.mean());
        add(json, "vibration_stddev", vibration == null ? null : vibration.deviation());
        add(json, "vibration_min", vibration == null ? null : vibration.least());
        add(json, "vibration_max", vibration == null ? null : vibration.most());
        add(json, "vibration_rms", vibration == null ? null : vibration.rootMeanSquare());
        add(json, "temperature_avg", temperature.mean());
        add(json, "temperature_min", temperature.least());
        add(json, "temperature_max", temperature.most());
        for (Part part : Part.values()) {
            add(json, part.text() + "_hours", upkeep.get(part).hours());
            add(json, part.text() + "_services", upkeep.get(part).times());
        }
        return json.append('}').toString();
    }

    private static void add(StringBuilder json, String column, @Nullable Number value) {
        json.append(",\"").append(column).append("\":").append(value);
    }
}
