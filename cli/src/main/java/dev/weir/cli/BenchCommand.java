package dev.weir.cli;

import dev.weir.cli.bench.Lanes;
import dev.weir.contract.DurationText;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir bench}: finds the highest rate that a pipeline holds on this machine, and what gives way first. */
@Command(
        name = "bench",
        description = {
            "Find the highest rate that a pipeline holds on this machine, and which part gives way first.",
            "",
            "It runs on servers of its own, which are started for it and taken down at the end: what runs already isn't"
                    + " touched, but shares the machine, so stop what can be stopped. The report is left in"
                    + " .weir/bench/report.json. Exits with 1 if no rate is held, or if the audit finds that an event was"
                    + " lost or doubled.",
            ""
        })
final class BenchCommand implements Callable<Integer> {

    private static final Duration USUAL_STEP = Duration.ofSeconds(15);
    /** A third of a step sees two commits then. */
    private static final int COMMITS_A_STEP = 6;

    @ParentCommand
    private WeirCommand weir;

    @Parameters(
            paramLabel = "PIPELINE",
            description = "The project's folder, or the name of a pipeline that was run here.")
    private String pipeline;

    @Option(
            names = "--capture",
            description =
                    "Replay the newest events of the running stack instead of made-up ones, as new events of now.")
    private boolean capture;

    @Option(
            names = "--newest",
            paramLabel = "N",
            defaultValue = "100000",
            description = "With --capture: how many events of each stream (default ${DEFAULT-VALUE}).")
    private int newest = 100_000;

    @Option(
            names = "--keys",
            paramLabel = "[STREAM=]N",
            description = "How many keys made-up events have, of all streams (default 1000) or of one.")
    private List<String> keys = List.of();

    @Option(
            names = "--share",
            paramLabel = "STREAM=PART",
            description = "The part of the load that a stream has, in proportion to the others'.")
    private Map<String, Double> shares = Map.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Made-up events of the same seed have the same values (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--step",
            paramLabel = "TIME",
            description = "How long each rate is tried, such as 30s; the first third isn't judged (default 15s, or 6"
                    + " commits if that is longer).")
    private @Nullable String step;

    @Option(
            names = "--from-rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The first rate in events/s, of all streams together (default ${DEFAULT-VALUE}).")
    private long from = 1000;

    @Option(
            names = "--max-rate",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "Try no higher rate (default ${DEFAULT-VALUE}).")
    private long maxRate = 10_000_000;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads send (default: one a processor, at most 4).")
    private @Nullable Integer threads;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description =
                    "Shift the ports of the bench's servers by N. Default: 400 more than those of the stack here.")
    private @Nullable Integer portOffset;

    @Override
    public Integer call() throws Exception {
        PipelineProject project = PipelineProject.load(folder());
        BenchSettings settings = settings(project.config().commit());
        if (capture) {
            LocalServers.running(weir.home(), ServerName.KAFKA, ServerName.REGISTRY);
        }
        Path file = BenchStack.folder(weir.home()).resolve("report.json");
        BenchJson report = new BenchJson(file, project.config().name(), settings);
        try (BenchStack bench = BenchStack.start(weir.home(), portOffset, weir.console())) {
            try {
                BenchResult result = new BenchRun(weir.home(), weir.console(), bench, settings, report).run(project);
                report.end(result);
                print(result, report, file);
                return result.isCorrect() && result.held() > 0 ? ExitCode.FINE : ExitCode.FAILED;
            } catch (Exception e) {
                if (bench.isExiting()) { // What fails now, fails since the servers are being taken down.
                    new CountDownLatch(1).await();
                }
                throw e;
            }
        }
    }

    private Path folder() throws IOException {
        Path folder = Path.of(pipeline);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Optional<JobRecord> known = new Journal(Jobs.journal(weir.home())).find(pipeline);
        if (known.isPresent()) {
            return Jobs.existing(Path.of(known.get().project()));
        }
        throw new CommandFailure(
                ExitCode.NOT_FOUND,
                "There is no folder " + folder.toAbsolutePath() + ", and no pipeline '" + pipeline
                        + "' was ever run here.");
    }

    private BenchSettings settings(Duration commit) {
        Duration shortest = commit.multipliedBy(COMMITS_A_STEP);
        Duration wanted = shortest.compareTo(USUAL_STEP) > 0 ? shortest : USUAL_STEP;
        if (step != null) {
            wanted = DurationText.parse(step)
                    .orElseThrow(() -> usage("--step is a time such as 15s or 1m, not '" + step + "'."));
            if (wanted.compareTo(shortest) < 0 || wanted.toSeconds() < 3) {
                throw usage("--step " + step + " is too short to judge a rate by: the pipeline commits every "
                        + Amounts.time(commit) + ", so take " + Math.max(3, (shortest.toMillis() + 999) / 1000)
                        + "s at least.");
            }
        }
        positive("--newest", newest);
        positive("--from-rate", from);
        positive("--max-rate", maxRate);
        if (threads != null) {
            positive("--threads", threads);
        }
        shares.forEach((stream, part) -> {
            if (!(part > 0) || part.isInfinite()) {
                throw usage("--share " + stream + ": a part is a number above 0.");
            }
        });
        int usual = Math.min(4, Runtime.getRuntime().availableProcessors());
        return new BenchSettings(
                capture, newest, lanes(), seed, threads == null ? usual : threads, wanted, from, maxRate);
    }

    private Lanes lanes() {
        int usual = 1000;
        Map<String, Integer> byStream = new HashMap<>();
        for (String each : keys) {
            int equals = each.indexOf('=');
            int number;
            try {
                number = Integer.parseInt(each.substring(equals + 1));
            } catch (NumberFormatException e) {
                throw usage("--keys is a number, or STREAM=number, not '" + each + "'.");
            }
            if (number < 1 || number > 1_000_000) {
                throw usage("--keys is from 1 to 1000000, not " + number + ".");
            }
            if (equals < 0) {
                usual = number;
            } else {
                byStream.put(each.substring(0, equals), number);
            }
        }
        return new Lanes(Map.copyOf(shares), byStream, usual);
    }

    private static void positive(String option, long value) {
        if (value < 1) {
            throw usage(option + " is a number from 1 on, not " + value + ".");
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    private void print(BenchResult result, BenchJson report, Path file) {
        Console console = weir.console();
        switch (weir.output()) {
            case JSON -> console.data(report.text());
            case TABLE -> {
                console.block(BenchText.table(result.steps()));
                console.data("");
                console.data(
                        result.held() == 0
                                ? "No rate was held."
                                : "Held: " + Amounts.count(result.held()) + " events/s"
                                        + (result.notHeld().isPresent()
                                                ? "; not held: "
                                                        + Amounts.count(
                                                                result.notHeld().getAsLong()) + " events/s."
                                                : "."));
                console.data(result.verdict().text());
                result.verdict().evidence().forEach(line -> console.data("  " + line));
                new AuditText(result.audit(), Instant.now()).lines().forEach(console::data);
                result.drops().lines().forEach(console::data);
            }
        }
        result.missing().forEach(line -> console.progress("WRONG  " + line));
        if (!result.isCorrect()) {
            console.progress("WRONG: the ledger doesn't close, so no rate above means anything.");
        }
        console.progress("The report: " + file);
    }
}
