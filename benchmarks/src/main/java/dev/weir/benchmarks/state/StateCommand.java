package dev.weir.benchmarks.state;

import dev.weir.benchmarks.measure.Spread;
import dev.weir.benchmarks.measure.TextTable;
import dev.weir.benchmarks.measure.Workplace;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run state}. Exits with 1 if the state was wrong. */
@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "How much memory fates and windows take for each producer, and for how long a snapshot of them holds the task up.")
public final class StateCommand implements Callable<Integer> {

    private static final int PARTITIONS = 4;
    /** Into a window while that before is still open. */
    private static final long OVERLAP_MILLIS = 20_000;
    /** Until compilers have seen a snapshot. */
    private static final int WARM_UP = 5;

    private static final Pattern TOTAL = Pattern.compile("^Total +[0-9]+ +([0-9]+)", Pattern.MULTILINE);

    /** One kind of figure, of each round. */
    private record Figures(String title, String unit, List<Double> values) {
        Figures(String title, String unit) {
            this(title, unit, new ArrayList<>());
        }
    }

    @Option(names = "--sensors", split = ",", defaultValue = "100000,1000000", description = "How many producers.")
    private List<Integer> sensors = List.of();

    @Option(names = "--readings", defaultValue = "4", description = "How many each sends in a window.")
    private int readings;

    @Option(names = "--rounds", defaultValue = "5", description = "How often it is measured.")
    private int rounds;

    private final Workplace place;
    private final List<String> problems = new ArrayList<>();

    public StateCommand(Workplace place) {
        this.place = place;
    }

    @Override
    public Integer call() throws Exception {
        place.data()
                .accept(String.format(
                        Locale.ROOT,
                        "state: %d partitions of one task, 1 %% repeated, windows of 10 min, %d readings of each sensor in each, %d rounds",
                        PARTITIONS,
                        readings,
                        rounds));
        TextTable table = new TextTable("producers", "what", "median", "least", "most");
        for (int count : sensors) {
            List<Figures> figures = List.of(
                    new Figures("heap, one window open", "B a producer"),
                    new Figures("heap, two windows open", "B a producer"),
                    new Figures("snapshot", "B a producer"),
                    new Figures("snapshot, written and copied", "ms"));
            for (int round = 1; round <= rounds; round++) {
                measure(count, figures);
                place.progress().accept("%,d producers, round %d".formatted(count, round));
            }
            figures.forEach(figure -> Spread.of(figure.values)
                    .ifPresent(spread -> table.add(
                            String.format(Locale.ROOT, "%,d", count),
                            figure.title,
                            number(spread.median()) + " " + figure.unit,
                            number(spread.least()),
                            number(spread.most()))));
        }
        table.lines().forEach(place.data());
        problems.forEach(problem -> place.data().accept("WRONG: " + problem));
        return problems.isEmpty() ? 0 : 1;
    }

    private void measure(int count, List<Figures> figures) throws Exception {
        TelemetrySettings settings = new TelemetrySettings(
                (long) count * readings * 2,
                count,
                PARTITIONS,
                2,
                0.01,
                0,
                0,
                "none",
                figures.get(0).values.size());
        Path folder = Files.createTempDirectory("weir-state");
        try {
            double two = heapAt(Telemetry.BASE + Telemetry.WINDOW_MILLIS + OVERLAP_MILLIS, settings, folder, null);
            double one =
                    heapAt(Telemetry.BASE + 2 * Telemetry.WINDOW_MILLIS - OVERLAP_MILLIS, settings, folder, figures);
            figures.get(0).values.add(one / count);
            figures.get(1).values.add(two / count);
        } finally {
            Files.delete(folder.resolve("telemetry.avsc"));
            Files.delete(folder.resolve("telemetry.yaml"));
            Files.delete(folder);
        }
    }

    /** @param figures get the rest, where given */
    private double heapAt(long time, TelemetrySettings settings, Path folder, @Nullable List<Figures> figures)
            throws Exception {
        JudgedSensors judged = new JudgedSensors(settings, folder);
        judged.readTo(time);
        if (figures != null) {
            problems.addAll(judged.problems());
            measureSnapshot(judged, settings.sensors(), figures);
        }
        double with = reachable();
        judged.forget();
        double without = reachable();
        Reference.reachabilityFence(judged);
        return with - without;
    }

    private static void measureSnapshot(JudgedSensors judged, int count, List<Figures> figures) {
        double bytes = 0;
        double nanos = 0;
        for (int i = 0; i <= WARM_UP; i++) {
            bytes = 0;
            long begin = System.nanoTime();
            for (byte[] written : judged.snapshot()) {
                // As the serializer of a split does it, behind the position.
                bytes += ByteBuffer.allocate(written.length).put(written).position();
            }
            nanos = System.nanoTime() - begin;
        }
        figures.get(2).values.add(bytes / count);
        figures.get(3).values.add(nanos / 1e6);
    }

    /** Bytes of all objects that are reachable, as the virtual machine counts them: no matter what its collector leaves lying about. */
    private static double reachable() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("The virtual machine has no histogram of its objects: " + histogram);
        }
        return Double.parseDouble(total.group(1));
    }

    private static String number(double figure) {
        return String.format(Locale.ROOT, "%.1f", figure);
    }
}
