package dev.weir.benchmarks.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Sample;
import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.product.WeirStack;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs of Iceberg's bare Parquet writer, each a process of its own with the heap that Flink's worker has. */
final class BareParquet {

    private static final double STEADY_FROM = 0.2;
    private static final double STEADY_TO = 0.9;
    private static final String HEAP = "-Xmx640m";
    private static final Span NOTHING = new Span(1, Double.NaN, Double.NaN, Double.NaN);

    /** What a delivery has, too. */
    private static final List<String> LIBRARIES = List.of(
            "org.apache.iceberg:iceberg-flink-runtime-2.1:1.11.0",
            "org.apache.hadoop:hadoop-client-api:3.4.2",
            "org.apache.hadoop:hadoop-client-runtime:3.4.2");

    private final LakeSettings settings;
    private final WeirStack stack;
    private final TableSums expected;

    BareParquet(LakeSettings settings, WeirStack stack, TableSums expected) {
        this.settings = settings;
        this.stack = stack;
        this.expected = expected;
    }

    /**
     * Writes all rows into one file, and reads them back.
     *
     * @param folder gets the file
     * @param metadata Iceberg's description of the table that a delivery made
     */
    Run run(Path folder, Path metadata, int round) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path arguments = folder.resolve("job.json");
        new ObjectMapper()
                .writeValue(
                        arguments.toFile(),
                        new ParquetJob(
                                metadata.toString(),
                                folder.toString(),
                                settings.records(),
                                settings.sensors(),
                                settings.partitions(),
                                settings.seed()));
        int exitCode = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        ParquetMain.class.getName(),
                        arguments.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start()
                .waitFor();
        if (exitCode != 0) {
            return new Run(
                    LakeWay.PARQUET.id(),
                    round,
                    NOTHING,
                    NOTHING,
                    List.of("its process exited with " + exitCode + "; see " + folder + "/log"));
        }
        List<Sample> samples = Sample.load(folder.resolve(ParquetJob.SAMPLES));
        Sample end = samples.get(samples.size() - 1);
        Optional<Span> steady = Span.between(STEADY_FROM, STEADY_TO, expected.rows(), samples);
        List<String> problems = new ArrayList<>(expected.problems(
                new ObjectMapper().readValue(folder.resolve(ParquetJob.DONE).toFile(), TableSums.class)));
        if (steady.isEmpty()) {
            problems.add("too few rows to say what is steady");
        }
        Files.delete(folder.resolve(ParquetJob.FILE));
        return new Run(
                LakeWay.PARQUET.id(),
                round,
                steady.orElse(NOTHING),
                new Span(end.records(), end.nanos(), end.cpuNanos(), end.brokerNanos()),
                problems);
    }

    private String classPath() {
        return Stream.concat(
                        Stream.of(System.getProperty("java.class.path")),
                        stack.fetch("iceberg", LIBRARIES).stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
