package dev.weir.cli;

import dev.weir.cli.bench.Step;
import dev.weir.cli.bench.TaskName;
import dev.weir.pipeline.job.TaskLoads.TaskLoad;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a bench measured, for people. */
final class BenchText {

    private BenchText() {}

    /** One step, as soon as it is over. */
    static String line(Step step) {
        String held = step.held() ? "held" : "not held: " + step.whyNotHeld().orElse("");
        return String.format(
                Locale.ROOT,
                "  %13s  %s; backlog %s → %s%s%s",
                Amounts.count(step.rate()) + "/s",
                held,
                Amounts.count(step.backlogBefore()),
                Amounts.count(step.backlogAfter()),
                step.machine() < 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %.1f of %d processors busy",
                                step.machine(),
                                Runtime.getRuntime().availableProcessors()),
                step.busiest()
                        .map(task -> "; busiest, " + percent(task) + ": " + TaskName.of(task.task()))
                        .orElse(""));
    }

    /** All steps, by rate. */
    static String table(List<Step> steps) {
        Table table = new Table(
                "rate",
                "held",
                "sent",
                "backlog",
                "afterwards",
                "p99 seconds",
                "checkpoint seconds",
                "processors",
                "busy",
                "busiest task");
        steps.stream()
                .sorted(Comparator.comparingLong(Step::rate))
                .forEach(step -> table.add(
                        Amounts.count(step.rate()) + "/s",
                        step.whyNotHeld().orElse("yes"),
                        Amounts.count(Math.round(step.sent())) + "/s",
                        step.backlogBefore(),
                        step.backlogAfter(),
                        step.latency() == null ? null : step.latency().toMillis() / 1000.0,
                        step.checkpoint() == null ? null : step.checkpoint().toMillis() / 1000.0,
                        step.machine() < 0 ? null : String.format(Locale.ROOT, "%.1f", step.machine()),
                        step.busiest().map(BenchText::percent).orElse(null),
                        step.busiest().map(task -> TaskName.of(task.task())).orElse(null)));
        return table.text();
    }

    private static String percent(TaskLoad task) {
        return Math.round(task.busy() * 100) + " %";
    }
}
