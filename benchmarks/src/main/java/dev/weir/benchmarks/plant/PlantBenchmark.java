package dev.weir.benchmarks.plant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.benchmarks.measure.AvroRows;
import dev.weir.benchmarks.product.WeirCommands;
import dev.weir.simulate.PlantConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds the highest rate of a plant that is held, rate after rate on the same servers; then holds it for long on new ones, kills Flink's
 * worker, and compares what came of it with what must.
 */
final class PlantBenchmark {

    private static final double STEP = 1.5;
    private static final double BACK = 0.8;
    private static final int HOLDS = 3;
    /** For this long the plant goes on after it was held: two minutes until the worker is killed, and until its work is made up for. */
    private static final Duration AFTER_HELD = Duration.ofMinutes(4);

    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 5_000;

    private final PlantSettings settings;
    private final Path checkout;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * @param checkout where {@code ./weir} is
     * @param folder of the servers' data
     * @param progress hears a line now and then
     */
    PlantBenchmark(PlantSettings settings, Path checkout, Path folder, Consumer<String> progress) {
        this.settings = settings;
        this.checkout = checkout;
        this.folder = folder;
        this.progress = progress;
    }

    /** One for each number of sensors. */
    List<PlantFigures> run() throws Exception {
        List<PlantFigures> figures = new ArrayList<>();
        for (int sensors : settings.sensors()) {
            long rate = highest(sensors);
            PlantFigures held = hold(sensors, rate);
            for (int again = 1;
                    again < HOLDS && held.run().isRight() && !held.run().isHeld();
                    again++) {
                rate = Math.round(rate * BACK);
                held = hold(sensors, rate);
            }
            figures.add(held);
        }
        return figures;
    }

    private long highest(int sensors) throws Exception {
        long held = settings.fromRate();
        if (settings.fromRate() == settings.maxRate()) {
            return held;
        }
        try (PlantServers servers =
                PlantServers.start(folder, checkout, settings.portOffset(), settings.workerHeap())) {
            for (long rate = settings.fromRate(); rate <= settings.maxRate(); rate = Math.round(rate * STEP)) {
                PlantRun run = attempt(servers, sensors, rate);
                progress.accept(PlantReport.line(run));
                if (!run.isHeld()) {
                    break;
                }
                held = rate;
            }
        }
        return held;
    }

    private PlantRun attempt(PlantServers servers, int sensors, long rate) throws Exception {
        PlantConfig plant = settings.plant(sensors, rate, settings.step());
        WeirCommands.Running sending = servers.send(plant, settings.burst());
        try {
            Behind behind = behind(servers, plant, settings.step());
            return ended(plant, rate, sending, behind, List.of());
        } finally {
            sending.end();
        }
    }

    private PlantFigures hold(int sensors, long rate) throws Exception {
        try (PlantServers servers = PlantServers.start(folder, checkout, settings.portOffset(), settings.workerHeap());
                KafkaConsumer<byte[], byte[]> features = consumer(servers)) {
            PlantConfig plant = settings.plant(sensors, rate, settings.held().plus(AFTER_HELD));
            WeirCommands.Running sending = servers.send(plant, settings.burst());
            try {
                Behind behind = behind(servers, plant, settings.held());
                JsonNode checkpoints = servers.checkpoints();
                double recovery = new Recovery(servers, features).measure();
                progress.accept("%,d sensors: the next window %.1f s after the kill".formatted(sensors, recovery));
                sending.await();
                ExpectedFeatures expected = new ExpectedFeatures(plant);
                PlantRun run = ended(plant, rate, sending, behind, problems(servers, expected, features));
                progress.accept(PlantReport.line(run));
                return new PlantFigures(
                        run,
                        checkpoints.at("/summary/end_to_end_duration/p50").asDouble(),
                        checkpoints.at("/summary/end_to_end_duration/max").asDouble(),
                        checkpoints.at("/latest/completed/state_size").asLong(),
                        recovery,
                        expected.size());
            } finally {
                sending.end();
            }
        }
    }

    /** The worst of three moments of a plant's second half, the last of them after {@code time}. */
    private static Behind behind(PlantServers servers, PlantConfig plant, Duration time) throws Exception {
        Behind worst = Behind.NONE;
        for (int quarter = 2; quarter <= 4; quarter++) {
            long due = plant.startMillis() + time.toMillis() * quarter / 4;
            TimeUnit.MILLISECONDS.sleep(Math.max(0, due - System.currentTimeMillis()));
            worst = worst.worst(servers.behind());
        }
        return worst;
    }

    private static PlantRun ended(
            PlantConfig plant, long rate, WeirCommands.Running sending, Behind behind, List<String> problems)
            throws IOException, InterruptedException {
        JsonNode summary = new ObjectMapper().readTree(sending.await()).get(0);
        double seconds = summary.get("time_seconds").asDouble();
        return new PlantRun(
                plant.sensors(),
                rate,
                summary.get("acknowledged").asLong() / seconds,
                seconds - plant.duration().toMillis() / 1e3,
                behind,
                problems);
    }

    /** Waits until what came of the plant is what must, in Kafka and in both tables; then the audit judges. */
    private List<String> problems(
            PlantServers servers, ExpectedFeatures expected, KafkaConsumer<byte[], byte[]> features) throws Exception {
        if (expected.size() == 0) {
            return List.of(
                    "no window of ten minutes ends before the plant does, so there is nothing to compare: hold it longer");
        }
        AvroRows avro = new AvroRows(servers.registry());
        long begun = System.nanoTime();
        List<String> problems = differences(servers, expected, features, avro);
        while (!problems.isEmpty() && System.nanoTime() - begun < SETTLED_WITHIN.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            problems = differences(servers, expected, features, avro);
        }
        List<String> all = new ArrayList<>(problems);
        JsonNode audit = servers.audit();
        if (!audit.path("passed").asBoolean()) {
            all.add("the audit found something wrong; see " + folder);
        }
        for (JsonNode stream : audit.path("streams")) {
            long counted = stream.get("on_time").asLong() + stream.get("late").asLong();
            if (stream.get("stream").asText().equals("telemetry")
                    && counted != expected.counts().unique()) {
                all.add("the ledger counts " + counted + " readings, and the plant sent "
                        + expected.counts().unique());
            }
        }
        return all;
    }

    private static List<String> differences(
            PlantServers servers, ExpectedFeatures expected, KafkaConsumer<byte[], byte[]> features, AvroRows avro)
            throws IOException, InterruptedException, SQLException {
        List<String> problems = expected.problems(features, avro);
        if (!problems.isEmpty()) {
            return problems;
        }
        JsonNode lake = servers.lake(expected.sumOf("machine_features_latest"));
        if (!expected.isSum(lake)) {
            return List.of("the lake has " + lake + ", expected are " + expected);
        }
        JsonNode table = servers.postgresql(expected.sumOf("machine_features"));
        return expected.isSum(table) ? List.of() : List.of("PostgreSQL has " + table + ", expected are " + expected);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(PlantServers servers) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers.kafka(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
