package dev.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.contract.DurationText;
import dev.weir.pipeline.TableFile;
import dev.weir.training.Example;
import dev.weir.training.FailureTimes;
import dev.weir.training.Quality;
import dev.weir.training.Trained;
import dev.weir.training.Trained.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir features train}. */
@Command(
        name = "train",
        description = {
            "Train a model that says how likely a machine fails soon, and put it in place as the next version.",
            "It is judged by machines that it never saw, beside limits on each of its inputs alone.",
            ""
        })
final class FeaturesTrainCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,9})\\.onnx");

    @ParentCommand
    private FeaturesCommand features;

    @Parameters(index = "0", paramLabel = "FILE", description = "What weir features export has written.")
    private Path file = Path.of("");

    @Option(
            names = "--failures",
            paramLabel = "FILE",
            required = true,
            description = "When parts failed: NDJSON with machine_id, component, failed_at and mended_at, in epoch"
                    + " milliseconds.")
    private Path failures = Path.of("");

    @Option(
            names = "--component",
            paramLabel = "NAME",
            required = true,
            description = "Of which part failures are to be foreseen.")
    private String component = "";

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How far ahead (default ${DEFAULT-VALUE}).")
    private String within = "24h";

    @Option(
            names = "--inputs",
            paramLabel = "COLUMN",
            split = ",",
            required = true,
            description = "The model's inputs, in this order.")
    private List<String> inputs = List.of();

    @Option(
            names = "--where",
            paramLabel = "COLUMN=VALUE",
            description = "Train with these rows only, such as minutes=10. Repeat it for several.")
    private Map<String, String> where = Map.of();

    @Option(
            names = "--machine",
            paramLabel = "COLUMN",
            defaultValue = "machine_id",
            description = "Who it is that fails (default ${DEFAULT-VALUE}).")
    private String machine = "machine_id";

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            defaultValue = "window_end",
            description = "As of when a row is true (default ${DEFAULT-VALUE}).")
    private String time = "window_end";

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            required = true,
            description = "The model's versions; the next is put there.")
    private Path folder = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Keeps back other machines (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        WeirCommand weir = features.weir();
        FailureTimes times = failures();
        List<Example> examples;
        try (TableFile rows = new LakeLoader(weir.home(), weir.console()).parquet(file)) {
            examples = new TrainingRows(machine, time, inputs, where).read(rows, times, horizon());
        }
        Trained trained;
        try {
            trained = Trained.of(examples, inputs, seed);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.FAILED, "No model can be trained: " + e.getMessage() + ".", e);
        }
        Files.createDirectories(folder);
        long version = nextVersion();
        trained.model().save(folder.resolve(version + ".onnx"), version);
        weir.print(table(trained));
        weir.console()
                .progress("Trained on %,d rows; judged by %,d of %,d machines that it never saw. It is in %s."
                        .formatted(
                                trained.trainedOn(),
                                trained.judgedBy(),
                                trained.unseenMachines(),
                                folder.resolve(version + ".onnx")));
        return ExitCode.FINE;
    }

    private static Table table(Trained trained) {
        Table table = new Table("by", "alarm from", "auc", "precision", "recall");
        add(table, "the model", trained.limit(), trained.quality());
        for (Baseline baseline : trained.baselines()) {
            add(table, baseline.input() + " alone", baseline.limit(), baseline.quality());
        }
        return table;
    }

    private static void add(Table table, String by, double limit, Quality quality) {
        table.add(by, known(limit), known(quality.auc()), known(quality.precision()), known(quality.recall()));
    }

    private static @Nullable Double known(double number) {
        return Double.isFinite(number) ? Math.round(number * 1e4) / 1e4 : null;
    }

    private Duration horizon() {
        return DurationText.parse(within)
                .orElseThrow(() ->
                        new CommandFailure(ExitCode.USAGE, "--within is a time such as 24h, not '" + within + "'."));
    }

    private FailureTimes failures() throws IOException {
        FailureTimes times = new FailureTimes();
        int number = 0;
        try (Stream<String> lines = Files.lines(failures)) {
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                JsonNode failure = JSON.readTree(line);
                if (!failure.path("machine_id").isTextual()
                        || !failure.path("failed_at").canConvertToLong()) {
                    throw new CommandFailure(
                            ExitCode.USAGE, failures + ":" + number + " needs a machine_id and a failed_at.");
                }
                if (failure.path("component").asText().equals(component)) {
                    times.add(
                            failure.get("machine_id").asText(),
                            failure.get("failed_at").asLong(),
                            failure.path("mended_at").asLong(Long.MAX_VALUE));
                }
            }
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "There is no file " + failures + ".", e);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.USAGE, failures + ":" + number + " is no JSON.", e);
        }
        return times;
    }

    private long nextVersion() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return 1
                    + files.map(each -> VERSION.matcher(each.getFileName().toString()))
                            .filter(Matcher::matches)
                            .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                            .max()
                            .orElse(0);
        }
    }
}
