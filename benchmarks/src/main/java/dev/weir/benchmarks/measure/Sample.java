package dev.weir.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a run was at one moment.
 *
 * @param nanos of a clock of any beginning
 * @param records that Kafka's consumers have handed out
 * @param cpuNanos of the process since it began
 * @param brokerNanos the same of Kafka's broker
 */
public record Sample(long nanos, long records, long cpuNanos, long brokerNanos) {

    /** As a line of a file. */
    public String line() {
        return nanos + " " + records + " " + cpuNanos + " " + brokerNanos + "\n";
    }

    /** Reads the lines of a file, of which the last may have been cut off. */
    public static List<Sample> load(Path file) throws IOException {
        String text = Files.readString(file);
        List<Sample> samples = new ArrayList<>();
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
            long[] numbers =
                    Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
            samples.add(new Sample(numbers[0], numbers[1], numbers[2], numbers[3]));
        });
        return samples;
    }
}
