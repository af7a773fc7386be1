package dev.weir.benchmarks.latency;

import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.operate.audit.Audit;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.AuditRequest;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.KafkaCommittedLog;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.Progress;
import dev.weir.pipeline.RunOptions;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.WeirStreamTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Runs all ways in turn, round after round, each with topics of its own. */
final class LatencyBenchmark {

    /** From here on payments are due. */
    private static final Duration LEAD = Duration.ofSeconds(1);

    private final LatencySettings settings;
    private final Target target;
    private final Path folder;
    private final Consumer<String> progress;
    private final BitSet expected;

    /**
     * @param folder of the projects
     * @param progress hears a line now and then
     */
    LatencyBenchmark(LatencySettings settings, Target target, Path folder, Consumer<String> progress) {
        this.settings = settings;
        this.target = target;
        this.folder = folder;
        this.progress = progress;
        this.expected = new Payments(settings).alerts();
    }

    List<LatencyRun> run() throws Exception {
        String session = Long.toString(System.currentTimeMillis() / 1000, Character.MAX_RADIX);
        List<LatencyRun> runs = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (LatencyWay way : settings.ways()) {
                String name = (way.id() + "-" + session + "-" + round).replace('-', '_');
                LatencyRun run = way == LatencyWay.ECHO ? echo(way, round, name) : pipeline(way, round, name);
                progress.accept(name + ": "
                        + (run.counts()
                                ? "p50 %.1f ms, p99 %.1f ms".formatted(run.millis(0.5), run.millis(0.99))
                                : "WRONG: " + run.problems()));
                runs.add(run);
            }
        }
        return runs;
    }

    @SuppressWarnings("try") // The echo runs beside.
    private LatencyRun echo(LatencyWay way, int round, String name) throws Exception {
        String payments = "payments_" + name;
        String alerts = "alerts_" + name;
        try (Admin kafka = Admin.create(client())) {
            kafka.createTopics(List.of(
                            new NewTopic(payments, settings.partitions(), (short) 1),
                            new NewTopic(alerts, settings.partitions(), (short) 1)))
                    .all()
                    .get();
        }
        try (Echo unused = new Echo(target.kafka(), payments, alerts, expected)) {
            return measure(way, round, payments, 0, alerts);
        }
    }

    private LatencyRun pipeline(LatencyWay way, int round, String name) throws Exception {
        String payments = "payments_" + name;
        String alerts = "alerts_" + name;
        Path project = folder.resolve(name);
        String pipeline = name.replace('_', '-');
        AlertProject.write(project, settings, way, pipeline, payments, alerts);
        Pipelines pipelines = new Pipelines(folder.resolve("jobs"));
        pipelines.run(project, target, RunOptions.DEFAULT, Progress.SILENT);
        LatencyRun run;
        try {
            StreamContract contract = ContractFolder.load(project.resolve("streams")).stream()
                    .map(source -> source.contract())
                    .filter(each -> each.name().equals(payments))
                    .findFirst()
                    .orElseThrow();
            int schema = registry()
                    .register(contract.subject(), contract.schema(), contract.compatibility())
                    .id();
            run = measure(way, round, payments, schema, alerts);
        } finally {
            pipelines.stop(pipeline, Progress.SILENT);
        }
        return run.and(audited(WeirStreamTables.applicationId(pipeline, target.environment()), alerts));
    }

    private LatencyRun measure(LatencyWay way, int round, String payments, int schema, String alerts) throws Exception {
        long start = System.nanoTime() + LEAD.toNanos();
        Thread load = new Thread(new Load(settings, target.kafka(), payments, schema, start), "load");
        load.start();
        try {
            return new Arrivals(settings, expected, start).take(way, round, target.kafka(), alerts);
        } finally {
            load.join();
        }
    }

    private List<String> audited(String pipeline, String alerts) throws Exception {
        try (CommittedLog log = KafkaCommittedLog.connect(client())) {
            AuditReport report =
                    new Audit(log, registry()).run(new AuditRequest(pipeline, true, Set.of(alerts), List.of()));
            long onTime = report.streams().stream()
                    .mapToLong(stream -> stream.counts().onTime())
                    .sum();
            return report.passed() && onTime == settings.payments()
                    ? List.of()
                    : List.of("the audit found " + report.wrong() + " things wrong, and " + onTime + " of "
                            + settings.payments() + " payments on time");
        }
    }

    private HttpSchemaRegistry registry() {
        return new HttpSchemaRegistry(RegistryConfig.of(target.registry()));
    }

    private Map<String, Object> client() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, target.kafka());
    }
}
