package dev.weir.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.cli.bench.Step;
import dev.weir.cli.bench.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a bench measured, for programs. */
final class BenchJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode report = JSON.createObjectNode();
    private final Path file;

    /** @param file that gets the report, after each step anew */
    BenchJson(Path file, String pipeline, BenchSettings settings) {
        this.file = file;
        report.put("pipeline", pipeline);
        report.put("complete", false);
        report.put("processors", Runtime.getRuntime().availableProcessors());
        ObjectNode chosen = report.putObject("settings");
        chosen.put("events", settings.capture() ? "captured" : "generated");
        chosen.put("seed", settings.seed());
        chosen.put("keys", settings.lanes().usualKeys());
        chosen.put("threads", settings.threads());
        chosen.put("step_seconds", settings.step().toMillis() / 1000.0);
        chosen.put("first_rate", settings.from());
        chosen.put("max_rate", settings.maxRate());
    }

    /** @param steps in the order in which they were run */
    void steps(List<Step> steps) throws IOException {
        ArrayNode all = report.putArray("steps");
        steps.forEach(step -> json(step, all.addObject()));
        write();
    }

    void end(BenchResult result) throws IOException {
        report.put("complete", true);
        report.put("highest_held", result.held());
        if (result.notHeld().isPresent()) {
            report.put("lowest_not_held", result.notHeld().getAsLong());
        } else {
            report.putNull("lowest_not_held");
        }
        Verdict verdict = result.verdict();
        ObjectNode said = report.putObject("verdict");
        said.put("part", verdict.part().name());
        said.put("text", verdict.text());
        verdict.evidence().forEach(said.putArray("evidence")::add);
        ObjectNode sent = report.putObject("sent");
        result.sent().forEach(sent::put);
        report.set("audit", JSON.readTree(AuditJson.of(result.audit(), List.of(), Mending.NONE, result.drops())));
        report.put("correct", result.isCorrect());
        write();
    }

    String text() {
        return report.toString();
    }

    private void write() throws IOException {
        Files.writeString(file, report.toPrettyString() + "\n");
    }

    private static void json(Step step, ObjectNode node) {
        node.put("rate", step.rate());
        node.put("held", step.held());
        node.put("why_not", step.whyNotHeld().orElse(null));
        node.put("seconds", step.seconds());
        node.put("sent_per_second", step.sent());
        node.put("generator_behind", step.generatorBehind());
        node.put("generator_blocked", step.blocked());
        node.put("backlog_before", step.backlogBefore());
        node.put("backlog_after", step.backlogAfter());
        node.put(
                "latency_p99_seconds",
                step.latency() == null ? null : step.latency().toMillis() / 1000.0);
        node.put("checkpoints", step.checkpoints());
        node.put("failed_checkpoints", step.failedCheckpoints());
        node.put(
                "checkpoint_seconds",
                step.checkpoint() == null ? null : step.checkpoint().toMillis() / 1000.0);
        node.put("restarts", step.restarts());
        node.put("garbage_collection", step.garbageCollection());
        ArrayNode tasks = node.putArray("tasks");
        step.tasks()
                .forEach(task -> tasks.addObject()
                        .put("task", task.task())
                        .put("busy", task.busy())
                        .put("held_back", task.heldBack())
                        .put("idle", task.idle()));
        ObjectNode processors = node.putObject("processors");
        step.processors().forEach(processors::put);
        node.put("machine_busy", step.machine());
    }
}
