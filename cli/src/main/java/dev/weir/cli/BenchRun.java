package dev.weir.cli;

import dev.weir.cli.bench.Captured;
import dev.weir.cli.bench.Lane;
import dev.weir.cli.bench.Load;
import dev.weir.cli.bench.LoadFailedException;
import dev.weir.cli.bench.Meter;
import dev.weir.cli.bench.RateSearch;
import dev.weir.cli.bench.Step;
import dev.weir.cli.bench.Verdict;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.load.UnmetRulesException;
import dev.weir.contract.publish.ContractLog;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.audit.Audit;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.AuditRequest;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.KafkaCommittedLog;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.RunOptions;
import dev.weir.pipeline.WeirStreamTables;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/** One bench of one pipeline on servers of its own. */
final class BenchRun {

    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(3);
    /** What is left free of the disk. */
    private static final long SPARE_BYTES = 1L << 30;
    /** Beside each event there are its record's frame, and results and state of it. */
    private static final double BYTES_BESIDE = 2.5;

    private final Home user;
    private final Console console;
    private final BenchStack bench;
    private final BenchSettings settings;
    private final BenchJson report;

    BenchRun(Home user, Console console, BenchStack bench, BenchSettings settings, BenchJson report) {
        this.user = user;
        this.console = console;
        this.bench = bench;
        this.settings = settings;
        this.report = report;
    }

    BenchResult run(PipelineProject project) throws Exception {
        LocalStack servers = bench.servers();
        Pipelines pipelines = Jobs.pipelines(bench.home(), console);
        pipelines.run(
                bench.copyOf(project.folder()),
                Jobs.localTarget(servers),
                RunOptions.DEFAULT,
                new JobProgress(console));
        String name = project.config().name();
        JobRecord job = new Journal(Jobs.journal(bench.home())).find(name).orElseThrow();
        List<Lane> lanes = lanes(streams(job));
        tell(lanes);
        Map<String, Long> processes = bench.processes();
        processes.put(Verdict.GENERATOR, ProcessHandle.current().pid());
        RateSearch search = new RateSearch(settings.from(), settings.maxRate());
        List<Step> steps = new ArrayList<>();
        Load load = new Load(servers.kafka(), lanes, settings.threads());
        try (load;
                Meter meter = new Meter(
                        pipelines, job, load, processes, project.config().commit(), settings.step())) {
            load.fill();
            search(search, steps, load, meter, lanes);
            load.pause();
            console.progress("Stopping the load; waiting until all of it is in results …");
            if (!meter.drain(LONGEST_DRAIN)) {
                console.progress("  What is left of the backlog isn't waited for.");
            }
        }
        Drops drops = Drops.of(Optional.of(job), pipelines);
        pipelines.stop(name, new JobProgress(console));
        console.progress("Auditing what was read …");
        Verdict verdict = Verdict.of(
                step(steps, OptionalLong.of(search.held())),
                step(steps, search.notHeld()),
                Runtime.getRuntime().availableProcessors());
        return new BenchResult(
                steps, search.held(), search.notHeld(), verdict, load.acknowledged(), audit(job, servers), drops);
    }

    private static @Nullable Step step(List<Step> steps, OptionalLong rate) {
        return steps.stream()
                .filter(step -> rate.isPresent() && step.rate() == rate.getAsLong())
                .reduce((cold, warm) -> warm)
                .orElse(null);
    }

    private void search(RateSearch search, List<Step> steps, Load load, Meter meter, List<Lane> lanes)
            throws LoadFailedException, RecordRejectedException, IOException, InterruptedException {
        double bytes = 0;
        for (Lane lane : lanes) {
            bytes += lane.share() * lane.meanBytes();
        }
        for (OptionalLong next = search.next(); next.isPresent(); next = search.next()) {
            long rate = next.getAsLong();
            if (!hasRoom(rate * settings.step().toSeconds() * bytes * BYTES_BESIDE)) {
                console.progress("  " + Amounts.count(rate) + "/s isn't tried: the disk of "
                        + bench.home().data() + " has no room for it.");
                search.end();
                continue;
            }
            console.status("  " + Amounts.count(rate) + "/s …");
            Step step = meter.measure(rate);
            steps.add(step);
            search.tried(rate, step.held());
            console.status("");
            console.progress(BenchText.line(step));
            report.steps(steps);
            if (!step.held()) {
                load.pause();
                console.status("  waiting until the backlog is gone …");
                if (!meter.drain(LONGEST_DRAIN)) {
                    console.progress("  The backlog isn't gone after " + Amounts.time(LONGEST_DRAIN)
                            + ": no further rate is tried.");
                    search.end();
                }
                console.status("");
            }
        }
    }

    private boolean hasRoom(double bytes) throws IOException {
        return Files.getFileStore(bench.home().data()).getUsableSpace() - SPARE_BYTES > bytes;
    }

    /** Those that the pipeline reads and doesn't write itself. */
    private List<PublishedContract> streams(JobRecord job) throws Exception {
        Set<String> read = new TreeSet<>(job.lineage().sources());
        read.removeAll(job.lineage().outputs());
        Map<String, PublishedContract> published;
        try (ContractLog log = ContractLog.follow(bench.servers().kafka())) {
            published = log.current();
        }
        List<PublishedContract> streams =
                read.stream().map(published::get).filter(found -> found != null).toList();
        if (streams.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The pipeline reads no stream that others fill: there is nothing to load it with.");
        }
        refuseUnknown(settings.lanes().shares().keySet(), read, "--share");
        refuseUnknown(settings.lanes().keys().keySet(), read, "--keys");
        return streams;
    }

    private static void refuseUnknown(Set<String> named, Set<String> read, String option) {
        for (String stream : named) {
            if (!read.contains(stream)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        option + " " + stream + ": the pipeline doesn't read such a stream. It reads "
                                + String.join(", ", read) + ".");
            }
        }
    }

    private List<Lane> lanes(List<PublishedContract> streams) throws Exception {
        try {
            return settings.capture()
                    ? settings.lanes().captured(streams, captured(streams))
                    : settings.lanes().generated(streams, settings.seed());
        } catch (UnmetRulesException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "No event of '" + e.stream() + "' could be made up by chance that its contract takes: "
                            + e.getMessage() + ". Take real ones: --capture, while the stream is in the running stack.",
                    e);
        } catch (IllegalArgumentException | RecordRejectedException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private Map<String, Captured> captured(List<PublishedContract> streams) throws Exception {
        LocalStack running = LocalServers.running(user, ServerName.KAFKA, ServerName.REGISTRY);
        SchemaRegistry registry = Jobs.registry(running);
        Map<String, Captured> captured = new TreeMap<>();
        for (PublishedContract stream : streams) {
            String name = stream.contract().name();
            Optional<Captured> events = Captured.of(running.kafka(), registry, stream.contract(), settings.newest());
            if (events.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "The running stack has no stream '" + name
                                + "' to capture: publish and fill it first, or leave --capture away.");
            }
            if (events.get().events().isEmpty()) {
                throw new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "The stream '" + name
                                + "' of the running stack has no event that its contract's schema can read:"
                                + " fill it first, or leave --capture away.");
            }
            captured.put(name, events.get());
            console.progress("  captured " + Amounts.count(events.get().events().size()) + " events of " + name
                    + (events.get().leftOut() == 0
                            ? ""
                            : ", and left out " + Amounts.count(events.get().leftOut()) + " that can't be read"));
        }
        return captured;
    }

    private void tell(List<Lane> lanes) throws RecordRejectedException {
        for (Lane lane : lanes) {
            console.progress(String.format(
                    Locale.ROOT,
                    "  %s: %.0f %% of the load, %s %s events again and again, %.0f bytes each",
                    lane.contract().name(),
                    lane.share() * 100,
                    Amounts.count(lane.events().size()),
                    settings.capture() ? "captured" : "generated",
                    lane.meanBytes()));
        }
    }

    private static AuditReport audit(JobRecord job, LocalStack servers) throws Exception {
        Map<String, String> kafka = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers.kafka());
        String ledger = WeirStreamTables.applicationId(job.pipeline(), job.environment());
        try (CommittedLog log = KafkaCommittedLog.connect(kafka)) {
            return new Audit(log, Jobs.registry(servers))
                    .run(new AuditRequest(ledger, false, job.lineage().outputs(), List.of()));
        }
    }
}
