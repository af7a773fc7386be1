package dev.weir.simulate;

import org.jspecify.annotations.Nullable;

/**
 * What a sensor measured.
 *
 * @param sensor its name
 * @param machine the name of the machine that it is on
 * @param sequence one more than that of the sensor's reading before
 * @param eventTime by the sensor's own clock, in milliseconds since 1970
 * @param vibration mm/s, to three decimals; null if the sensor has only a thermometer
 * @param temperature °C, to two decimals
 */
public record Reading(
        String sensor,
        String machine,
        long sequence,
        long eventTime,
        @Nullable Double vibration,
        double temperature) {

    /** As an event of the stream {@code telemetry}, on one line. */
    public String json() {
        StringBuilder json = new StringBuilder(160)
                .append("{\"sensor_id\":\"")
                .append(sensor)
                .append("\",\"machine_id\":\"")
                .append(machine)
                .append("\",\"seq\":")
                .append(sequence)
                .append(",\"event_time\":")
                .append(eventTime);
        if (vibration != null) {
            json.append(",\"vibration_mm_s\":").append(vibration);
        }
        return json.append(",\"temperature_c\":")
                .append(temperature)
                .append('}')
                .toString();
    }
}
