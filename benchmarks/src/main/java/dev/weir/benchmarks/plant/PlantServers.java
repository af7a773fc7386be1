package dev.weir.benchmarks.plant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.benchmarks.product.WeirCommands;
import dev.weir.benchmarks.product.WeirStack;
import dev.weir.simulate.PlantConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that {@code weir up} starts, new and empty, with predictive maintenance on it: from MQTT and a database's changes to Kafka, the lake
 * and PostgreSQL. Taken down by {@link #close}.
 */
final class PlantServers implements AutoCloseable {

    static final String PIPELINE = "predictive-maintenance";

    private static final int DELIVERIES = 2;

    private final WeirStack stack;
    private final WeirCommands weir;

    private PlantServers(WeirStack stack) {
        this.stack = stack;
        this.weir = stack.weir();
    }

    /**
     * @param folder for the servers' data, emptied
     * @param checkout where {@code ./weir} is
     * @param workerHeap of Flink's worker, MiB
     */
    static PlantServers start(Path folder, Path checkout, int portOffset, int workerHeap)
            throws IOException, InterruptedException {
        PlantServers servers = new PlantServers(
                WeirStack.start(folder, checkout, portOffset, "--worker-heap", Integer.toString(workerHeap)));
        try {
            servers.weir.run("run", project(checkout, folder.resolve("project")).toString());
            return servers;
        } catch (IOException | InterruptedException e) {
            servers.close();
            throw e;
        }
    }

    /** A copy: what is derived from its SQL is written beside it. */
    private static Path project(Path checkout, Path target) throws IOException {
        Path source = checkout.resolve("pipelines").resolve(PIPELINE);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    String kafka() {
        return stack.kafka();
    }

    String registry() {
        return stack.registry();
    }

    /** Sends what a plant measures, at its pace, and what its technicians write. */
    WeirCommands.Running send(PlantConfig plant, int burst) throws IOException {
        return weir.start(
                "simulate",
                "plant",
                "--over",
                "mqtt",
                "--maintenance",
                "--sensors",
                Integer.toString(plant.sensors()),
                "--machines",
                Integer.toString(plant.machines()),
                "--gateways",
                Integer.toString(plant.gateways()),
                "--seed",
                Long.toString(plant.seed()),
                "--start",
                Instant.ofEpochMilli(plant.startMillis()).toString(),
                "--period",
                plant.period().toMillis() + "ms",
                "--duration",
                plant.duration().toMillis() + "ms",
                "--burst",
                Integer.toString(burst),
                "--output",
                "json");
    }

    /** How far the pipeline and its deliveries are behind, at worst, in seconds; infinite if that can't be told. */
    Behind behind() throws IOException, InterruptedException {
        double pipeline = 0;
        double deliveries = 0;
        Set<String> seen = new HashSet<>();
        for (JsonNode row : status("streams")) {
            double seconds = row.path("lag_seconds").asDouble(Double.POSITIVE_INFINITY);
            String name = row.get("pipeline").asText();
            seen.add(name);
            if (name.equals(PIPELINE)) {
                pipeline = Math.max(pipeline, seconds);
            } else {
                deliveries = Math.max(deliveries, seconds);
            }
        }
        return seen.size() > DELIVERIES ? new Behind(pipeline, deliveries) : Behind.UNKNOWN;
    }

    /** What Flink says of the pipeline's checkpoints. */
    JsonNode checkpoints() throws IOException, InterruptedException {
        String job = "";
        for (JsonNode row : status("pipelines")) {
            job = row.get("pipeline").asText().equals(PIPELINE) ? row.get("job").asText() : job;
        }
        URI address = stack.flink().resolve("jobs/" + job + "/checkpoints");
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                        .body());
    }

    private JsonNode status(String table) throws IOException, InterruptedException {
        return weir.json("status", "--output", "json").path(table);
    }

    JsonNode audit() throws IOException, InterruptedException {
        return weir.json("audit", PIPELINE, "--deep", "--output", "json");
    }

    /** The first row of a query of the lake. */
    JsonNode lake(String sql) throws IOException, InterruptedException {
        return weir.json("query", "--output", "json", sql).path(0);
    }

    /** The first row of a query of PostgreSQL, as JSON. */
    JsonNode postgresql(String sql) throws IOException, SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + stack.port(7432) + "/weir";
        String password =
                Files.readString(stack.home().resolve("secrets/postgresql")).strip();
        try (Connection connection = DriverManager.getConnection(url, "weir", password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_jsonb(r) FROM (" + sql + ") r")) {
            return new ObjectMapper().readTree(row.next() ? row.getString(1) : "{}");
        }
    }

    /** Ends a server with SIGKILL. */
    void kill(String server) throws IOException {
        stack.process(server).destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        stack.close();
    }
}
