package dev.weir.benchmarks.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.benchmarks.lake.TableFolder.Commit;
import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Sample;
import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.product.WeirStack;
import dev.weir.benchmarks.telemetry.Telemetry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs of Weir's delivery, each into a table of its own, from the start of its job to the commit with which all rows are there. */
final class Delivering {

    private static final double STEADY_FROM = 0.2;
    private static final double STEADY_TO = 0.9;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 250;
    private static final Span NOTHING = new Span(1, Double.NaN, Double.NaN, Double.NaN);

    private final WeirStack stack;
    private final ReadingsProject project;
    private final TableSums expected;
    private final WorkerMetrics metrics;

    Delivering(WeirStack stack, ReadingsProject project, TableSums expected) {
        this.stack = stack;
        this.project = project;
        this.expected = expected;
        this.metrics = new WorkerMetrics(stack.port(7094));
    }

    /** A run, and Iceberg's description of the table that it made. */
    record Delivered(Run run, Path metadata) {}

    /** Ends the delivery that runs, and begins and measures another. */
    Delivered run(String table, int round) throws Exception {
        stack.weir().run("run", project.delivering(table).toString());
        return await(table, round);
    }

    /** Measures one that has just begun. */
    Delivered await(String table, int round) throws Exception {
        TableFolder files = new TableFolder(stack.home().resolve("data/lake").resolve(table));
        ProcessHandle worker = stack.process("taskmanager");
        ProcessHandle broker = stack.process("kafka");
        List<Sample> samples = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        long begun = System.nanoTime();
        Optional<Commit> last = Optional.empty();
        while (last.isEmpty() && problems.isEmpty()) {
            samples.add(
                    new Sample(System.nanoTime(), metrics.rows(ReadingsProject.job(table)), cpu(worker), cpu(broker)));
            last = files.commits().stream()
                    .filter(commit -> commit.rows() >= expected.rows())
                    .findFirst();
            if (System.nanoTime() - begun > LONGEST.toNanos()) {
                problems.add("the table hadn't all rows after " + LONGEST.toMinutes() + " minutes");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        Span whole = last.isPresent() ? whole(table, last.get(), samples) : NOTHING;
        Optional<Span> steady = Span.between(STEADY_FROM, STEADY_TO, expected.rows(), samples);
        if (problems.isEmpty() && steady.isEmpty()) {
            problems.add("the worker's metrics didn't say how far it was");
        }
        if (problems.isEmpty()) {
            problems.addAll(expected.problems(sums(table)));
        }
        return new Delivered(
                new Run(LakeWay.WEIR.id(), round, steady.orElse(NOTHING), whole, problems),
                files.metadata().orElseThrow(() -> new IOException("There is no table in " + files.folder())));
    }

    private static long cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private Span whole(String table, Commit last, List<Sample> samples) throws Exception {
        Sample first = samples.get(0);
        Sample end = samples.get(samples.size() - 1);
        return new Span(
                expected.rows(),
                Duration.ofMillis(last.millis() - started(ReadingsProject.job(table)))
                        .toNanos(),
                end.cpuNanos() - first.cpuNanos(),
                end.brokerNanos() - first.brokerNanos());
    }

    /** When a job began, in milliseconds since 1970. */
    private long started(String name) throws Exception {
        JsonNode jobs = new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(stack.flink().resolve("jobs/overview"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .path("jobs");
        for (JsonNode job : jobs) {
            if (job.path("name").asText().equals(name)) {
                return job.path("start-time").asLong();
            }
        }
        throw new IllegalStateException("Flink doesn't know the job " + name);
    }

    /** Reads the table back, as a user would. */
    private TableSums sums(String table) throws Exception {
        JsonNode row = stack.weir()
                .json(
                        "query",
                        "--output",
                        "json",
                        "SELECT CAST(count(*) AS BIGINT) AS n, CAST(sum(seq) AS BIGINT) AS sequences,"
                                + " CAST(sum(epoch_ms(event_time) - " + Telemetry.BASE
                                + ") AS BIGINT) AS millis, sum(vibration) AS vibrations, sum(temperature) AS temperatures FROM "
                                + table)
                .path(0);
        return new TableSums(
                row.path("n").asLong(),
                row.path("sequences").asLong(),
                row.path("millis").asLong(),
                row.path("vibrations").asDouble(),
                row.path("temperatures").asDouble());
    }
}
