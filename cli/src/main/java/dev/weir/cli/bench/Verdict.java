package dev.weir.cli.bench;

import dev.weir.pipeline.job.TaskLoads.TaskLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part gives way first.
 *
 * @param part that does
 * @param text one sentence that says so
 * @param evidence what it is said by, a sentence each
 */
public record Verdict(Part part, String text, List<String> evidence) {

    /** What can give way. */
    public enum Part {
        /** Nothing did, up to the highest rate that was to be tried. */
        NOTHING,
        GENERATOR,
        KAFKA,
        TASK,
        CHECKPOINTS,
        MEMORY,
        PROCESSORS,
        /** Something that nothing of what is measured tells. */
        UNKNOWN
    }

    /** The generator, as a process among others. */
    public static final String GENERATOR = "the generator";

    private static final double FULL = 0.9;
    private static final double MUCH_GARBAGE = 0.2;
    private static final double MUCH_WAITING = 0.3;
    private static final double MUCH_OF_OTHERS = 0.1;

    public Verdict {
        evidence = List.copyOf(evidence);
    }

    /**
     * @param best the highest rate that was held; null if none was
     * @param first the lowest rate that wasn't held; null if all were
     * @param processors of this machine
     */
    public static Verdict of(@Nullable Step best, @Nullable Step first, int processors) {
        Step step = first == null ? best : first;
        if (step == null) {
            throw new IllegalArgumentException("No rate was tried.");
        }
        List<String> evidence = new ArrayList<>();
        step.busiest().ifPresent(task -> evidence.add("The busiest task: " + words(task, step) + "."));
        evidence.add(machine(step, processors));
        if (step.garbageCollection() > MUCH_GARBAGE / 2) {
            evidence.add("Flink's worker collects garbage " + percent(step.garbageCollection()) + " of the time.");
        }
        if (first == null) {
            return new Verdict(
                    Part.NOTHING,
                    "Nothing gave way up to " + number(step.rate())
                            + " events/s, the most that was tried; --max-rate tries more.",
                    evidence);
        }
        return decided(step, processors, evidence);
    }

    private static Verdict decided(Step step, int processors, List<String> evidence) {
        String at = " at " + number(step.rate()) + " events/s";
        boolean full = step.machine() >= processors * FULL;
        TaskLoad busiest = step.busiest().orElse(null);
        if (step.garbageCollection() > MUCH_GARBAGE) {
            return new Verdict(
                    Part.MEMORY,
                    "The memory of Flink's worker gives way first: it collects garbage "
                            + percent(step.garbageCollection()) + " of the time" + at + ".",
                    evidence);
        }
        if (full) {
            String task = busiest == null ? "" : ", and in Flink " + TaskName.of(busiest.task()) + " is busiest";
            return new Verdict(
                    Part.PROCESSORS,
                    "This machine's processors give way first: "
                            + String.format(Locale.ROOT, "%.1f of %d", step.machine(), processors) + " are busy" + at
                            + task
                            + ".",
                    evidence);
        }
        if (step.generatorBehind() > step.rate()) {
            return step.blocked() > MUCH_WAITING
                    ? new Verdict(
                            Part.KAFKA,
                            "Kafka gives way first: the generator waits for it " + percent(step.blocked())
                                    + " of the time" + at + ".",
                            evidence)
                    : new Verdict(
                            Part.GENERATOR,
                            "The generator gives way first, not the pipeline: it sends "
                                    + number(Math.round(step.sent())) + " of " + number(step.rate())
                                    + " events/s; --threads gives it more threads.",
                            evidence);
        }
        if (busiest != null && busiest.busy() >= FULL) {
            return new Verdict(
                    Part.TASK,
                    TaskName.capital(busiest.task()) + " gives way first: " + words(busiest, step) + at + ".",
                    evidence);
        }
        if (step.failedCheckpoints() > 0 || step.checkpoints() == 0) {
            return new Verdict(Part.CHECKPOINTS, "Checkpoints give way first" + at + ".", evidence);
        }
        return new Verdict(
                Part.UNKNOWN,
                "What gives way first isn't clear: " + step.whyNotHeld().orElse("a rate wasn't held") + at
                        + ", but no task and not all processors are busy.",
                evidence);
    }

    private static String words(TaskLoad task, Step step) {
        String busy = TaskName.of(task.task()) + " is busy " + percent(task.busy()) + " of the time";
        return task.heldBack() > MUCH_WAITING
                ? busy + " and held back " + percent(task.heldBack()) + " by those who read from it"
                : busy;
    }

    private static String machine(Step step, int processors) {
        String shares = step.processors().entrySet().stream()
                .filter(share -> share.getValue() >= 0.05)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .map(share -> share.getKey() + " " + String.format(Locale.ROOT, "%.2f", share.getValue()))
                .reduce((left, right) -> left + ", " + right)
                .orElse("nothing measured");
        String all =
                step.machine() < 0 ? "" : String.format(Locale.ROOT, "%.2f of %d busy: ", step.machine(), processors);
        double others = step.machine()
                - step.processors().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
        if (others > processors * MUCH_OF_OTHERS) {
            shares += String.format(Locale.ROOT, ", all others on this machine %.2f", others);
        }
        double generator = step.processors().getOrDefault(GENERATOR, 0.0);
        return "Processors: " + all + shares + "."
                + (generator > processors * 0.1
                        ? " Load from another machine would leave the generator's share to the pipeline."
                        : "");
    }

    static String percent(double part) {
        return Math.round(part * 100) + " %";
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
