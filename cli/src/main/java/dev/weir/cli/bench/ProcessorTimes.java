package dev.weir.cli.bench;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much time processes have had on processors, at one moment.
 *
 * @param nanos of the clock that {@link System#nanoTime} reads
 * @param used by the name of each process
 */
public record ProcessorTimes(long nanos, Map<String, Duration> used) {

    /**
     * As they are now; processes that are gone, or of which the system doesn't tell, are left out.
     *
     * @param processes their ids by name
     */
    public static ProcessorTimes of(Map<String, Long> processes) {
        Map<String, Duration> used = new TreeMap<>();
        processes.forEach((name, pid) -> ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .ifPresent(time -> used.put(name, time)));
        return new ProcessorTimes(System.nanoTime(), used);
    }

    /** How many processors each process took on average since then. */
    public Map<String, Double> since(ProcessorTimes before) {
        Map<String, Double> processors = new TreeMap<>();
        used.forEach((name, time) -> {
            Duration then = before.used.get(name);
            if (then != null && nanos > before.nanos) {
                processors.put(name, (double) time.minus(then).toNanos() / (nanos - before.nanos));
            }
        });
        return processors;
    }
}
