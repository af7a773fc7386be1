package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Sample;
import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.telemetry.Oracle;
import dev.weir.benchmarks.telemetry.ResultCheck;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.benchmarks.way.Job;
import dev.weir.benchmarks.way.WayMain;
import dev.weir.contract.LedgerEntry;
import dev.weir.pipeline.WeirStreamTables;
import dev.weir.pipeline.project.EnvironmentConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of one way, from the start of its process to its last commit, and whether what it wrote is right. */
final class Measuring {

    private static final double STEADY_FROM = 0.2;
    private static final double STEADY_TO = 0.9;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 200;
    private static final Span NOTHING = new Span(1, Double.NaN, Double.NaN, Double.NaN);

    private final Contestant contestant;
    private final Servers servers;
    private final ProcessHandle broker;
    private final Topics topics;
    private final WaySpec way;
    private final Job job;
    private final Oracle oracle;
    private final ResultCheck check;
    private final List<String> problems = new ArrayList<>();

    Measuring(Servers servers, Topics topics, Contestant contestant, Job job, Oracle oracle) {
        this.contestant = contestant;
        this.servers = servers;
        this.broker = servers.broker();
        this.topics = topics;
        this.way = contestant.way();
        this.job = job;
        this.oracle = oracle;
        this.check = oracle.check(contestant.counting());
    }

    Run run(int round, Libraries libraries) throws Exception {
        TelemetrySettings log = oracle.settings();
        Sample start = new Sample(System.nanoTime(), 0, 0, brokerNanos());
        Span whole = NOTHING;
        try (WayProcess process = WayProcess.start(job, contestant.settings(), libraries)) {
            Optional<Span> end = way.endsByItself() ? awaitResult(process, start) : awaitCommits(process, start);
            if (end.isPresent()) {
                whole = end.get();
                judge(process);
            }
        }
        List<Sample> samples = Sample.load(Path.of(job.folder(), WayMain.SAMPLES));
        Optional<Span> steady = Span.between(STEADY_FROM, STEADY_TO, log.size(), samples);
        if (problems.isEmpty() && steady.isEmpty()) {
            problems.add("its consumers didn't say how far they were");
        }
        int burst = log.burst();
        return new Run(contestant.id(), round, steady.orElse(NOTHING).of(burst), whole.of(burst), problems);
    }

    private long brokerNanos() {
        return broker.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("Kafka is gone"))
                .toNanos();
    }

    private Optional<Span> awaitResult(WayProcess process, Sample start) throws Exception {
        while (goesOn(process, start)) {
            if (process.result().isPresent()) {
                return Optional.of(since(start, process));
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return Optional.empty();
    }

    /** Waits until all is read, no transaction is open, and all rows that must come are there. */
    private Optional<Span> awaitCommits(WayProcess process, Sample start) throws Exception {
        Set<String> written = written();
        try (OutputRows rows = new OutputRows(servers.kafka(), servers.registry(), topics, job.output())) {
            while (goesOn(process, start)) {
                if (hasReadAll() && topics.isCommitted(written)) {
                    Span now = since(start, process);
                    rows.readOn(check::add);
                    if (check.hasAllRows()) {
                        return Optional.of(now);
                    }
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
        return Optional.empty();
    }

    private boolean hasReadAll() throws Exception {
        return way.kind() == WaySpec.Kind.JET || topics.committed(group(), job.topic()) >= job.records();
    }

    private Span since(Sample start, WayProcess process) {
        return new Span(
                oracle.settings().size(),
                System.nanoTime() - start.nanos(),
                process.cpu().toNanos(),
                brokerNanos() - start.brokerNanos());
    }

    private boolean goesOn(WayProcess process, Sample start) {
        if (!process.isAlive()) {
            problems.add("its process ended; see " + job.folder() + "/log");
        } else if (System.nanoTime() - start.nanos() > LONGEST.toNanos()) {
            problems.add("it wasn't done after " + LONGEST.toMinutes() + " minutes; see " + job.folder() + "/log");
        }
        return problems.isEmpty();
    }

    private String group() {
        return way.kind() == WaySpec.Kind.WEIR
                ? WeirStreamTables.applicationId(job.name(), EnvironmentConfig.LOCAL)
                : job.name();
    }

    private Set<String> written() {
        return way.kind() == WaySpec.Kind.WEIR
                ? Set.of(job.output(), LedgerEntry.TOPIC, job.topic() + ".dead")
                : Set.of(job.output());
    }

    private void judge(WayProcess process) throws Exception {
        switch (way.kind()) {
            case BYTES -> {
                String read = process.result().orElse("");
                if (!read.equals(Long.toString(oracle.bytes()))) {
                    problems.add("expected " + oracle.bytes() + " bytes, read " + read);
                }
            }
            case BY_HAND -> {
                try (OutputRows rows = new OutputRows(servers.kafka(), servers.registry(), topics, job.output())) {
                    rows.readOn(check::add);
                }
                problems.addAll(check.problems(false));
            }
            case REVISING -> problems.addAll(check.problems(true));
            case FLINK, JET -> problems.addAll(check.problems(false));
            case WEIR -> {
                problems.addAll(check.problems(false));
                problems.addAll(new LedgerCheck(servers)
                        .problems(
                                group(),
                                job.output(),
                                oracle,
                                contestant.settings().identity()));
            }
        }
        problems.replaceAll(problem -> problem.lines().collect(Collectors.joining(" ")));
    }
}
