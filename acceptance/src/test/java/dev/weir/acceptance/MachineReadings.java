package dev.weir.acceptance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Real machines: a hydraulic rig with four sensors for some hours, and another machine with one, whose clock jumps back once. As
 * events of {@code telemetry} and rows of {@code conditions}.
 */
final class MachineReadings {

    static final Path DATA = Weir.repository().resolve("../shared/data/iot");

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SENSORS = 4;

    /** By then time has passed all windows that are looked at. */
    private static final Duration AFTER = Duration.ofHours(2);

    private final long end;

    /** @param hours of the rig; it has not quite 37 */
    MachineReadings(int hours) {
        end = CsvFile.epochMillis("2018-04-01 00:00:00")
                + Duration.ofHours(hours).toMillis();
    }

    static boolean arePresent() {
        return Files.exists(DATA);
    }

    /** From then on the rig isn't looked at, in milliseconds since 1970. */
    long end() {
        return end;
    }

    /** In their order. */
    List<ObjectNode> ofRig() throws IOException {
        return CsvFile.rows(DATA.resolve("hydraulic-telemetry.csv.gz")).stream()
                .filter(column -> Instant.parse(column[2]).toEpochMilli() < end)
                .map(column -> reading(
                                column[0],
                                "rig-1",
                                Long.parseLong(column[1]),
                                Instant.parse(column[2]).toEpochMilli(),
                                column[4])
                        .put("vibration_mm_s", Double.parseDouble(column[3])))
                .toList();
    }

    /** A reading of each of the rig's sensors, which lets time pass. */
    static List<ObjectNode> endsOfRig(List<ObjectNode> rig) {
        List<ObjectNode> ends = new ArrayList<>();
        for (int sensor = 1; sensor <= SENSORS; sensor++) {
            String name = "rig-1-s" + sensor;
            ends.add(last(
                    name,
                    "rig-1",
                    rig.stream()
                            .filter(reading -> reading.get("sensor_id").asText().equals(name))
                            .toList()));
        }
        return ends;
    }

    /** In the order in which they were taken; the last one is made up, and lets time pass. They are years before the rig's. */
    static List<ObjectNode> ofMachine() throws IOException {
        List<ObjectNode> machine = new ArrayList<>();
        for (String[] column : CsvFile.rows(DATA.resolve("nab-machine-temperature.csv.gz"))) {
            machine.add(reading("nab-1", "nab", machine.size(), CsvFile.epochMillis(column[0]), column[1]));
        }
        machine.add(last("nab-1", "nab", machine));
        return machine;
    }

    /** How the parts of the rig are from a time on. */
    static List<String> conditions() throws IOException {
        return CsvFile.rows(DATA.resolve("hydraulic-maintenance-log.csv")).stream()
                .map(column -> "('rig-1', '%s', %s, %s, %s, %s, %s)"
                        .formatted(
                                Instant.ofEpochMilli(CsvFile.epochMillis(column[0])),
                                column[1],
                                column[2],
                                column[3],
                                column[4],
                                column[5].equals("1")))
                .toList();
    }

    /** 40 in a row of 4,000: a sensor has at most 34 gaps at a time, which is less than Weir tracks. */
    static boolean comesLate(ObjectNode reading) {
        long place = reading.get("seq").asLong() % 4_000;
        return place >= 100 && place < 140;
    }

    private static ObjectNode last(String sensor, String machine, List<ObjectNode> before) {
        ObjectNode newest = before.get(before.size() - 1);
        return reading(
                sensor,
                machine,
                newest.get("seq").asLong() + 1,
                newest.get("event_time").asLong() + AFTER.toMillis(),
                newest.get("temperature_c").asText());
    }

    private static ObjectNode reading(String sensor, String machine, long sequence, long time, String temperature) {
        return JSON.createObjectNode()
                .put("sensor_id", sensor)
                .put("machine_id", machine)
                .put("seq", sequence)
                .put("event_time", time)
                .put("temperature_c", Double.parseDouble(temperature));
    }
}
