package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.operate.audit.Audit;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.Finding;
import dev.weir.operate.log.KafkaCommittedLog;
import dev.weir.pipeline.RunOptions.Outputs;
import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.JobMetrics.StreamMetric;
import dev.weir.pipeline.job.RestFlinkCluster;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Memory;
import dev.weir.stack.ServerName;
import dev.weir.stack.StackConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pipeline's life on real servers. */
class PipelinesIT {

    private static final Set<ServerName> SERVERS = EnumSet.of(
            ServerName.POSTGRESQL,
            ServerName.REGISTRY,
            ServerName.KAFKA,
            ServerName.JOB_MANAGER,
            ServerName.TASK_MANAGER);

    private static final String TABLES = """
            CREATE TABLE counts (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) DISTRIBUTED BY HASH(k) INTO 1 BUCKETS;
            CREATE TABLE seen (k STRING NOT NULL, times BIGINT) DISTRIBUTED BY HASH(k) INTO 2 BUCKETS;
            """;
    private static final String INSERTS = """
            INSERT INTO counts SELECT k, COUNT(*) FROM events GROUP BY k;
            INSERT INTO seen SELECT k, seen FROM Seen(input => TABLE events PARTITION BY k);
            """;
    private static final String LATER = """
            CREATE TABLE big (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) DISTRIBUTED BY HASH(k) INTO 1 BUCKETS;
            INSERT INTO big SELECT k, COUNT(*) FROM events WHERE v > 0 GROUP BY k;
            """;

    private static final Memory MEMORY = Memory.DEFAULT.withWorkerHeap(700);

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static LocalStack stack;

    @BeforeAll
    static void up() {
        stack = new LocalStack(StackConfig.of(home, 5000, List.of()).withMemory(MEMORY));
        stack.up(SERVERS, dev.weir.stack.Progress.SILENT);
    }

    @AfterAll
    static void down() {
        stack.down();
    }

    @Test
    void resultsStayExactThroughKillsAndChanges() throws Exception {
        TestingProject project = new TestingProject(folder)
                .config("name: counting\nparallelism: 2")
                .file("streams/events.yaml", "stream: events\nschema: events.avsc\nkey: k\npartitions: 2\n")
                .file("streams/events.avsc", """
                        {"type": "record", "name": "Event", "fields": [
                          {"name": "k", "type": "string"}, {"name": "v", "type": "long"}]}
                        """)
                .file("functions/demo/Seen.java", TestingProject.SEEN)
                .sql(TABLES + INSERTS);
        Target target = new Target(
                "local",
                stack.kafka(),
                stack.registry(),
                stack.flinkRest(),
                stack.checkpoints().toUri());
        Pipelines pipelines = new Pipelines(home.resolve("jobs"));
        List<Progress.Step> steps = new ArrayList<>();
        Progress progress = (step, detail) -> steps.add(step);
        TestingTopics topics = new TestingTopics(
                stack.kafka(), stack.registry(), project.folder().resolve("streams"));

        // A first run publishes, derives and counts.
        assertThat(pipelines.check(folder).problems()).isEmpty();
        RunOutcome first = pipelines.run(folder, target, RunOptions.DEFAULT, progress);
        assertThat(steps)
                .containsExactly(
                        Progress.Step.CHECKING,
                        Progress.Step.PLANNING,
                        Progress.Step.PUBLISHING_CONTRACTS,
                        Progress.Step.SUBMITTING,
                        Progress.Step.STARTED);
        assertThat(folder.resolve("streams/seen.avsc")).exists();
        send(topics, 0, 100);
        awaitSeen(topics, 100);
        assertThat(pipelines.run(folder, target, RunOptions.DEFAULT, progress))
                .isEqualTo(new RunOutcome.Unchanged("counting", first.jobId(), Map.of()));

        // Both Flink processes die; what came meanwhile is counted too, and nothing twice.
        kill(ServerName.JOB_MANAGER);
        kill(ServerName.TASK_MANAGER);
        send(topics, 100, 200);
        stack.up(SERVERS, dev.weir.stack.Progress.SILENT);
        assertThat(pipelines.recover(progress))
                .singleElement()
                .isInstanceOfSatisfying(Recovered.Resubmitted.class, recovered -> {
                    assertThat(recovered.jobId()).isEqualTo(first.jobId());
                    assertThat(recovered.from()).contains("/chk-");
                });
        awaitSeen(topics, 200);

        // What the plan would do with the state decides whether a change is taken.
        project.sql(TABLES + INSERTS.replace("COUNT(*)", "SUM(v)"));
        assertThatThrownBy(() -> pipelines.run(folder, target, RunOptions.DEFAULT, progress))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("'counts/group-aggregate/1' has state");
        assertThat(pipelines.list())
                .singleElement()
                .satisfies(status -> assertThat(status.actual()).isEqualTo(ClusterJobState.RUNNING));
        project.sql(TABLES.replace("n BIGINT", "n STRING") + INSERTS.replace("COUNT(*)", "CAST(COUNT(*) AS STRING)"));
        assertThatThrownBy(() -> pipelines.run(folder, target, new RunOptions(true, null, null), Progress.SILENT))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("'n'");
        assertThat(stateBackend(first.jobId())).isEqualTo("EmbeddedRocksDBStateBackend");
        assertThat(home.resolve("logs/taskmanager.log"))
                .content()
                .contains("Obtained shared RocksDB cache of size " + (MEMORY.taskManagerManaged() << 20));
        project.sql(LATER + TABLES + INSERTS).config("name: counting\nparallelism: 2\nstate: memory");
        RunOutcome second = pipelines.run(folder, target, RunOptions.DEFAULT, progress);
        assertThat(second)
                .isInstanceOfSatisfying(
                        RunOutcome.Started.class,
                        started -> assertThat(started.startedFrom()).contains("/savepoint-"));
        assertThat(stateBackend(second.jobId())).isEqualTo("HashMapStateBackend");
        send(topics, 200, 250);
        awaitSeen(topics, 250);
        assertThat(topics.committed("big")).contains("{\"k\":\"k0\",\"n\":10}");
        assertThat(topics.committed("counts")).contains("{\"k\":\"k0\",\"n\":50}");

        awaitRead(second.jobId(), 250);

        // A suspended job goes on, also on the cluster that saw it end.
        assertThat(pipelines.suspendAll(stack.flinkRest(), Progress.SILENT)).isEmpty();
        Recovered.Resubmitted resumed =
                (Recovered.Resubmitted) pipelines.recover(Progress.SILENT).get(0);
        assertThat(resumed.from()).contains("/savepoint-");
        send(topics, 250, 300);
        awaitSeen(topics, 300);

        pipelines.stop("counting", Progress.SILENT);
        assertThat(pipelines.list())
                .singleElement()
                .satisfies(status -> assertThat(status.actual()).isEqualTo(ClusterJobState.FINISHED));

        // An older state is restored on purpose only, and after it was said what that repeats.
        assertThatThrownBy(() ->
                        pipelines.run(folder, target, new RunOptions(false, resumed.from(), null), Progress.SILENT))
                .isInstanceOfSatisfying(ChoiceNeededException.class, choice -> {
                    assertThat(choice.effects().inputs()).containsExactly(new RestoreEffects.Input("events", 50, 0, 0));
                    assertThat(choice.effects().outputs())
                            .extracting(RestoreEffects.Output::stream)
                            .containsExactlyInAnyOrder("counts", "seen", "big");
                    assertThat(choice.effects().outputs())
                            .filteredOn(output -> output.stream().equals("seen"))
                            .singleElement()
                            .satisfies(output -> assertThat(output.since()).isBetween(50L, 100L));
                });
        assertThat(topics.committed("seen")).hasSize(300);
        pipelines.run(folder, target, new RunOptions(false, resumed.from(), Outputs.REPEAT), Progress.SILENT);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(topics.committed("seen")).hasSize(350));
        assertThat(topics.committed("counts")).contains("{\"k\":\"k0\",\"n\":60}");
        pipelines.stop("counting", Progress.SILENT);

        resultsGoBesideTheOldOnes(pipelines, project, target, topics, resumed.from());
    }

    private static void resultsGoBesideTheOldOnes(
            Pipelines pipelines, TestingProject project, Target target, TestingTopics topics, String older)
            throws Exception {
        List<String> before = audit(target, "counting-local").streams().get(0).findings().listed().stream()
                .map(Finding::position)
                .toList();
        RunOutcome.Started forked = (RunOutcome.Started)
                pipelines.run(project.folder(), target, new RunOptions(false, older, Outputs.FORK), Progress.SILENT);
        assertThat(forked.forks())
                .isEqualTo(Map.of("counts", "counts_fork1", "seen", "seen_fork1", "big", "big_fork1"));
        awaitSize(topics, "seen_fork1", 50);
        assertThat(new HttpSchemaRegistry(RegistryConfig.of(target.registry())).versions("seen_fork1-value"))
                .hasSize(1);

        // Whatever happens to the job, it writes where it wrote, and each result once.
        kill(ServerName.JOB_MANAGER);
        kill(ServerName.TASK_MANAGER);
        send(topics, 300, 350);
        stack.up(SERVERS, dev.weir.stack.Progress.SILENT);
        assertThat(pipelines.recover(Progress.SILENT))
                .singleElement()
                .isInstanceOfSatisfying(
                        Recovered.Resubmitted.class,
                        recovered -> assertThat(recovered.from()).contains("/chk-"));
        awaitSize(topics, "seen_fork1", 100);
        project.config("name: counting\nparallelism: 2\ncommit: 500ms");
        assertThat(pipelines.run(project.folder(), target, RunOptions.DEFAULT, Progress.SILENT))
                .isInstanceOf(RunOutcome.Started.class)
                .extracting(RunOutcome::forks)
                .isEqualTo(forked.forks());
        send(topics, 350, 400);
        awaitSize(topics, "seen_fork1", 150);
        assertThat(topics.committed("seen_fork1", "seen")).doesNotHaveDuplicates();
        assertThat(topics.committed("counts_fork1", "counts")).contains("{\"k\":\"k0\",\"n\":80}");
        assertThat(topics.committed("seen")).hasSize(350);
        assertThat(topics.committed("counts")).doesNotContain("{\"k\":\"k0\",\"n\":61}");

        // A stream between two statements can't begin empty.
        project.sql(TABLES + INSERTS + """
                CREATE TABLE copies (k STRING NOT NULL, times BIGINT) DISTRIBUTED BY HASH(k) INTO 1 BUCKETS;
                INSERT INTO copies SELECT k, times FROM seen;
                """);
        assertThatThrownBy(() -> pipelines.run(
                        project.folder(), target, new RunOptions(true, older, Outputs.FORK), Progress.SILENT))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("reads 'seen', which it writes itself");

        // Where the old streams ended, nothing comes a second time.
        project.sql(LATER + TABLES + INSERTS);
        pipelines.run(project.folder(), target, new RunOptions(false, forked.left(), Outputs.REPEAT), Progress.SILENT);
        awaitSize(topics, "seen", 450);
        assertThat(topics.committed("seen_fork1", "seen")).hasSize(150);
        pipelines.stop("counting", Progress.SILENT);
        ledgersOfPipelineAndForkAddUp(target, before);
    }

    /** @param before where the pipeline's ledger says that results were repeated on purpose, before it was forked */
    private static void ledgersOfPipelineAndForkAddUp(Target target, List<String> before) throws Exception {
        AuditReport fork = audit(target, "counting-local_fork1");
        assertThat(fork.streams().get(0).findings().listed()).isEmpty();
        assertThat(fork.passed()).isTrue();
        assertThat(fork.streams().get(0).counts().onTime()).isEqualTo(400);
        assertThat(fork.streams().get(0).partitions()).allMatch(partition -> partition.from() == 0);

        AuditReport own = audit(target, "counting-local");
        assertThat(before).isNotEmpty();
        assertThat(own.streams().get(0).findings().listed())
                .allMatch(finding -> finding.kind() == Finding.Kind.OVERLAP)
                .extracting(Finding::position)
                .isEqualTo(before);
        assertThat(own.streams().get(0).counts().onTime()).isEqualTo(450);
    }

    private static AuditReport audit(Target target, String name) throws Exception {
        try (KafkaCommittedLog log = KafkaCommittedLog.connect(Map.of("bootstrap.servers", target.kafka()))) {
            return new Audit(log, new HttpSchemaRegistry(RegistryConfig.of(target.registry()))).run(name, true);
        }
    }

    private static void awaitSize(TestingTopics topics, String stream, int records) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(topics.committed(stream, stream.replace("_fork1", "")))
                        .hasSize(records));
    }

    private static void send(TestingTopics topics, int from, int to) throws Exception {
        topics.send(
                "events",
                IntStream.range(from, to)
                        .mapToObj(i -> "{\"k\":\"k" + i % 5 + "\",\"v\":" + (i + 1) + "}")
                        .toList());
    }

    /** Each of five keys was seen a first time, a second time, and so on, each exactly once. */
    private static void awaitSeen(TestingTopics topics, int events) {
        List<String> expected = new ArrayList<>();
        IntStream.range(0, events)
                .forEach(i -> expected.add("{\"k\":\"k" + i % 5 + "\",\"times\":" + (i / 5 + 1) + "}"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(topics.committed("seen")).containsExactlyInAnyOrderElementsOf(expected));
    }

    /** The counters go on from the state: what was read before the last start counts too. */
    private static void awaitRead(String jobId, long events) {
        RestFlinkCluster cluster = new RestFlinkCluster(stack.flinkRest());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(cluster.metrics(JobID.fromHexString(jobId))
                                .orElseThrow()
                                .streams())
                        .contains(new StreamMetric("events", "read", events), new StreamMetric("events", "dead", 0)));
    }

    /** Which of Flink's state backends the job has. */
    private static String stateBackend(String jobId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        stack.flinkRest().resolve("/jobs/" + jobId + "/checkpoints/config"))
                .build();
        String config = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(config).path("state_backend").asText();
    }

    private static void kill(ServerName server) throws IOException {
        ProcessHandle process = stack.status().stream()
                .filter(status -> status.name().equals(server.id()))
                .map(status -> ProcessHandle.of(status.pid().orElseThrow()).orElseThrow())
                .findFirst()
                .orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
