package dev.weir.benchmarks.plant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.simulate.PlantConfig;
import java.io.IOException;
import java.io.StringReader;
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
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * All that {@code weir up} starts, new and empty, with predictive maintenance on it: from MQTT and a database's changes to Kafka, the lake
 * and PostgreSQL. Taken down by {@link #close}.
 */
final class PlantServers implements AutoCloseable {

    static final String PIPELINE = "predictive-maintenance";

    private final Path home;
    private final int portOffset;
    private final WeirCommands weir;

    private PlantServers(Path home, int portOffset, WeirCommands weir) {
        this.home = home;
        this.portOffset = portOffset;
        this.weir = weir;
    }

    /**
     * @param folder for the servers' data, emptied
     * @param checkout where {@code ./weir} is
     */
    static PlantServers start(Path folder, Path checkout, int portOffset) throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        PlantServers servers =
                new PlantServers(home, portOffset, new WeirCommands(checkout, home, folder.resolve("commands")));
        servers.close(); // Of a benchmark that was broken off.
        delete(folder);
        try {
            servers.weir.run("up", "--port-offset", Integer.toString(portOffset));
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
        return "127.0.0.1:" + (7092 + portOffset);
    }

    String registry() {
        return "http://127.0.0.1:" + (7081 + portOffset) + "/apis/ccompat/v7";
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
        int rows = 0;
        for (JsonNode row : status("streams")) {
            double seconds = row.path("lag_seconds").asDouble(Double.POSITIVE_INFINITY);
            if (row.get("pipeline").asText().equals(PIPELINE)) {
                pipeline = Math.max(pipeline, seconds);
                rows++;
            } else {
                deliveries = Math.max(deliveries, seconds);
            }
        }
        return rows == 0 ? Behind.UNKNOWN : new Behind(pipeline, deliveries);
    }

    /** What Flink says of the pipeline's checkpoints. */
    JsonNode checkpoints() throws IOException, InterruptedException {
        String job = "";
        for (JsonNode row : status("pipelines")) {
            job = row.get("pipeline").asText().equals(PIPELINE) ? row.get("job").asText() : job;
        }
        URI address = URI.create("http://127.0.0.1:" + (7088 + portOffset) + "/jobs/" + job + "/checkpoints");
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
        String url = "jdbc:postgresql://127.0.0.1:" + (7432 + portOffset) + "/weir";
        String password = Files.readString(home.resolve("secrets/postgresql")).strip();
        try (Connection connection = DriverManager.getConnection(url, "weir", password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_jsonb(r) FROM (" + sql + ") r")) {
            return new ObjectMapper().readTree(row.next() ? row.getString(1) : "{}");
        }
    }

    /** Ends a server with SIGKILL. */
    void kill(String server) throws IOException {
        Properties record = new Properties();
        record.load(new StringReader(Files.readString(home.resolve("run").resolve(server + ".pid"))));
        ProcessHandle.of(Long.parseLong(record.getProperty("pid"))).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        try {
            weir.run("down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the servers were taken down", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
