package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A stream {@code readings} of four partitions, of which one sensor uses one, and the windows of a pipeline over it. */
final class QuietPlant {

    static final String PIPELINE = "quiet-plant";

    private static final String WINDOWS = "reading_counts";
    private static final Pattern HEARTBEATS =
            Pattern.compile("weir_gateway_heartbeats_total\\{stream=\"readings\"} ([0-9.]+)");
    private static final JsonMapper JSON = new JsonMapper();

    private final Weir weir;
    private final Door door;
    private int sent;

    private QuietPlant(Weir weir) {
        this.weir = weir;
        door = new Door(weir, "readings");
    }

    /** Runs its pipeline. */
    static QuietPlant run(Weir weir, Path folder) throws IOException {
        Path streams = Files.createDirectories(folder.resolve("streams"));
        Files.writeString(folder.resolve("weir.yaml"), "name: " + PIPELINE + "\n");
        Files.writeString(streams.resolve("readings.yaml"), """
                stream: readings
                schema: readings.avsc
                key: sensor
                time: { field: measured, disorder: 5s }
                identity: { producer: sensor, sequence: seq }
                partitions: 4
                """);
        Files.writeString(streams.resolve("readings.avsc"), """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "sensor", "type": "string"}, {"name": "seq", "type": "long"},
                  {"name": "measured", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
                """);
        Files.writeString(folder.resolve("pipeline.sql"), """
                CREATE TABLE reading_counts (sensor STRING NOT NULL, n BIGINT NOT NULL)
                DISTRIBUTED BY HASH(sensor) INTO 1 BUCKETS;
                INSERT INTO reading_counts SELECT sensor, COUNT(*)
                FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(measured), INTERVAL '2' SECOND))
                GROUP BY window_start, window_end, sensor;
                """);
        weir.expect(0, "run", folder.toString());
        return new QuietPlant(weir);
    }

    boolean isOpen() {
        return door.isOpen();
    }

    /** The sensor measures now. */
    void measure() {
        ObjectNode reading = JSON.createObjectNode()
                .put("sensor", "s-1")
                .put("seq", sent)
                .put("measured", System.currentTimeMillis());
        door.send(List.of(reading));
        sent++;
    }

    int sent() {
        return sent;
    }

    /** How many readings there are in closed windows. */
    long inWindows() {
        Topic windows = new Topic(weir, WINDOWS);
        return windows.records().stream()
                .map(ConsumerRecord::value)
                .mapToLong(value -> windows.decode(value).get("n").asLong())
                .sum();
    }

    /** How many the gateway has written. */
    double heartbeats() {
        String metrics = Http.send(HttpRequest.newBuilder(URI.create(weir.gateway() + "/metrics"))
                        .build())
                .body();
        Matcher heartbeats = HEARTBEATS.matcher(metrics);
        return heartbeats.find() ? Double.parseDouble(heartbeats.group(1)) : 0;
    }

    /** What a deep audit, which must pass, says of the stream. */
    JsonNode audited() {
        return Http.json(weir.expect(0, "audit", PIPELINE, "--deep", "-o", "json")
                        .out())
                .at("/streams/0");
    }
}
