package dev.weir.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.contract.StreamContract;
import dev.weir.streams.catalog.InMemoryStreamStore;
import dev.weir.streams.catalog.StreamSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.jspecify.annotations.Nullable;

/** A pipeline of a test, run on a cluster in this JVM. */
public final class TestingJob implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JobClient client;
    private final String restAddress;
    private boolean stopped;

    private TestingJob(JobClient client, String restAddress) {
        this.client = client;
        this.restAddress = restAddress;
    }

    /** How a test's job is run. */
    public static final class Builder {
        private final String application;
        private final List<StreamContract> contracts;
        private final List<String> statements;
        private final Path checkpoints;
        private Map<String, Class<? extends UserDefinedFunction>> functions = Map.of();
        private @Nullable String restoredFrom;
        private int parallelism = 2;
        private int restarts = 10;
        private Duration checkpointInterval = Duration.ofMillis(500);
        private Duration transactionTimeout = StreamsConfig.DEFAULT_TRANSACTION_TIMEOUT;
        private Latency latency = Latency.COMMIT;

        private Builder(String application, Path checkpoints, List<StreamContract> contracts, List<String> statements) {
            this.application = application;
            this.checkpoints = checkpoints;
            this.contracts = contracts;
            this.statements = statements;
        }

        public Builder function(String name, Class<? extends UserDefinedFunction> function) {
            functions = Map.of(name, function);
            return this;
        }

        public Builder restoredFrom(String savepoint) {
            restoredFrom = savepoint;
            return this;
        }

        public Builder parallelism(int subtasks) {
            parallelism = subtasks;
            return this;
        }

        public Builder checkpointEvery(Duration interval) {
            checkpointInterval = interval;
            return this;
        }

        public Builder transactionTimeout(Duration timeout) {
            transactionTimeout = timeout;
            return this;
        }

        public Builder latency(Latency other) {
            latency = other;
            return this;
        }

        public Builder withoutRestarts() {
            restarts = 0;
            return this;
        }

        public TestingJob run() throws Exception {
            int port = freePort();
            return new TestingJob(environment(port).executeAsync(application), "http://localhost:" + port);
        }

        StreamExecutionEnvironment environment(int restPort) {
            Configuration configuration = new Configuration();
            configuration.setString("execution.checkpointing.interval", checkpointInterval.toMillis() + " ms");
            configuration.setString("metrics.fetcher.update-interval", "100");
            configuration.setString(
                    "execution.checkpointing.dir", checkpoints.toUri().toString());
            configuration.setString("restart-strategy.type", "fixed-delay");
            configuration.setString("restart-strategy.fixed-delay.attempts", Integer.toString(restarts));
            configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
            configuration.setString("pipeline.object-reuse", "true");
            configuration.setString("rest.port", Integer.toString(restPort));
            if (restoredFrom != null) {
                configuration.setString("execution.state-recovery.path", restoredFrom);
            }
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
            StreamSession session = StreamSession.open(
                    environment,
                    new StreamsConfig(
                            TestingStack.bootstrapServers(),
                            TestingStack.registry(),
                            application,
                            application,
                            StartPosition.EARLIEST,
                            transactionTimeout,
                            latency,
                            Map.of()),
                    new InMemoryStreamStore(contracts));
            functions.forEach(session.tables()::createTemporarySystemFunction);
            StreamStatementSet set = session.tables().createStatementSet();
            statements.forEach(set::addInsertSql);
            session.attach(set);
            return environment;
        }
    }

    public static Builder of(
            String application, Path checkpoints, List<StreamContract> contracts, String... statements) {
        return new Builder(application, checkpoints, contracts, List.of(statements));
    }

    /**
     * The fates that the judges of a stream have counted, asked over Flink's REST API.
     *
     * @throws IllegalStateException if the job has ended, with what it failed of
     */
    public Map<String, Long> counts(String stream) throws Exception {
        try {
            return countsNow(stream);
        } catch (ConnectException e) {
            throw new IllegalStateException("The job has ended", failure());
        }
    }

    private Map<String, Long> countsNow(String stream) throws Exception {
        String job = restAddress + "/jobs/" + client.getJobID();
        Map<String, Long> counts = new TreeMap<>();
        for (JsonNode vertex : get(job).get("vertices")) {
            String metrics = job + "/vertices/" + vertex.get("id").asText() + "/subtasks/metrics";
            for (JsonNode metric : get(metrics)) {
                String id = metric.get("id").asText();
                if (id.contains("weir.stream." + stream + ".")) {
                    JsonNode value = get(metrics + "?agg=sum&get=" + id);
                    counts.put(
                            id.substring(id.lastIndexOf('.') + 1),
                            value.get(0).get("sum").asLong());
                }
            }
        }
        return counts;
    }

    private static JsonNode get(String address) throws IOException {
        try (InputStream answer = URI.create(address).toURL().openStream()) {
            return JSON.readTree(answer);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Takes a savepoint, which commits nothing, and returns its path. */
    public String savepoint(Path savepoints) throws Exception {
        return client.triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
    }

    /** Stops with a savepoint and returns its path. */
    public String stop(Path savepoints) throws Exception {
        stopped = true;
        return client.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
    }

    /** Waits until the job has failed, and says why. */
    public Throwable failure() throws Exception {
        stopped = true;
        try {
            client.getJobExecutionResult().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e;
        }
        throw new AssertionError("The job ended without failure");
    }

    @Override
    public void close() {
        if (!stopped) {
            client.cancel().join();
        }
    }
}
