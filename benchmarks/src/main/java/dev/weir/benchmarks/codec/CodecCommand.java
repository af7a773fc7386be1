package dev.weir.benchmarks.codec;

import dev.weir.benchmarks.codec.specific.SpecificReading;
import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.measure.Spread;
import dev.weir.benchmarks.measure.TextTable;
import dev.weir.benchmarks.measure.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run codec}: decoding alone, by JMH, each way in a process of its own in each round. */
@Command(
        name = "codec",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Decoding alone: Weir's columns beside Avro's own readers.")
public final class CodecCommand implements Callable<Integer> {

    private static final String COMPARED_WITH = "avroGeneric";

    @Option(names = "--rounds", defaultValue = "5", description = "How often each way runs.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "2", description = "Of each measurement; three warm it up.")
    private int seconds;

    private final Workplace place;

    public CodecCommand(Workplace place) {
        this.place = place;
    }

    @Override
    public Integer call() throws Exception {
        Options options = new OptionsBuilder()
                .include(DecodeBenchmark.class.getName())
                .include(ProtobufBenchmark.class.getName())
                .forks(1)
                .jvmArgs("-Xmx1g", "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=" + SpecificReading.class.getPackageName())
                .shouldFailOnError(true)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(seconds))
                .verbosity(VerboseMode.SILENT)
                .build();
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (RunResult result : new Runner(options).run()) {
                String way = result.getPrimaryResult().getLabel();
                double nanos = result.getPrimaryResult().getScore();
                place.progress().accept(String.format(Locale.ROOT, "%d %-16s %.1f ns", round, way, nanos));
                Span span = new Span(1, nanos, Double.NaN, Double.NaN);
                runs.add(new Run(way, round, span, span, List.of()));
            }
        }
        lines(new Runs(runs)).forEach(place.data());
        return 0;
    }

    private List<String> lines(Runs runs) {
        List<String> lines = new ArrayList<>();
        lines.add("codec: readings of 49 bytes, decoded one after the other by one thread; " + rounds
                + " rounds, each way in a process of its own, Java "
                + Runtime.version().feature());
        lines.add("");
        TextTable table = new TextTable("way", "ns a record", "as fast as " + COMPARED_WITH + ", times");
        runs.all().stream()
                .map(Run::way)
                .distinct()
                .forEach(way -> table.add(
                        way,
                        cell(runs.spread(way, run -> run.steady().nanos())),
                        cell(runs.ratio(way, COMPARED_WITH, run -> run.steady().rate()))));
        lines.addAll(table.lines());
        return lines;
    }

    private static String cell(Optional<Spread> figures) {
        return figures.map(spread ->
                        String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", spread.median(), spread.least(), spread.most()))
                .orElse("–");
    }
}
