package dev.weir.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.cli.demo.Counts;
import dev.weir.cli.demo.Storyteller;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.pipeline.RunOptions;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.DemoConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Runs a project with its generator and tells what becomes of the events, until it is interrupted. */
final class DemoRun {

    private static final Duration POLL = Duration.ofMillis(100);
    /** As fast as a person reads. */
    private static final Duration PACE = Duration.ofMillis(400);

    private static final Duration COUNT_EVERY = Duration.ofSeconds(2);
    private static final TypeReference<Map<String, @Nullable Object>> ROW = new TypeReference<>() {};

    private final Home home;
    private final Console console;
    private final LocalStack stack;
    private final PipelineProject project;
    private final DemoConfig demo;
    private final ObjectMapper json = new ObjectMapper();
    private final EventText events;
    private final Storyteller storyteller;

    private Instant nextCount = Instant.now().plus(COUNT_EVERY);

    DemoRun(Home home, Console console, LocalStack stack, PipelineProject project, DemoConfig demo) {
        this.home = home;
        this.console = console;
        this.stack = stack;
        this.project = project;
        this.demo = demo;
        this.events = new EventText(Jobs.registry(stack));
        this.storyteller = new Storyteller(DemoProject.story(demo), PACE);
    }

    /** @param duration null to go on until this process is interrupted; servers and pipeline stay up in any case */
    void run(@Nullable Duration duration) throws Exception {
        Target target = Target.of(project.config(), "local", Jobs.localTarget(stack));
        Captures captures = new Captures(home, console);
        captures.prepare(project, target);
        Jobs.pipelines(home, console).run(project.folder(), target, RunOptions.DEFAULT, new JobProgress(console));
        captures.apply(project, target, null);
        try (RecordTail tail = new RecordTail(stack.kafka(), demo.tail(), TailStart.END);
                Generator generator = startGenerator()) {
            Thread stop = new Thread(generator::close, "stop-generator");
            Runtime.getRuntime().addShutdownHook(stop);
            DemoProject.linesToPaste(demo, LocalServers.gateway(home)).forEach(console::data);
            Instant end = duration == null ? Instant.MAX : Instant.now().plus(duration);
            while (Instant.now().isBefore(end)) {
                tell(tail);
                count(false);
                if (!generator.isRunning()) {
                    throw new CommandFailure(
                            ExitCode.INTERNAL, "The generator ended; its log in " + home.logs() + " says why.");
                }
            }
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        count(true);
    }

    private Generator startGenerator() {
        Path program = project.folder().resolve(demo.generator());
        return Generator.start(
                stack, program, LocalServers.gateway(home), home.logs().resolve("generator-report.json"));
    }

    private void tell(RecordTail tail) throws RegistryUnavailableException, RecordRejectedException {
        for (ConsumerRecord<byte[], byte[]> event : tail.poll(POLL)) {
            Map<String, @Nullable Object> row =
                    event.value() == null ? null : json.convertValue(events.value(event), ROW);
            storyteller.tell(EventText.key(event), row, Instant.now()).ifPresent(console::data);
        }
    }

    private void count(boolean last) throws IOException {
        Instant now = Instant.now();
        if (!last && now.isBefore(nextCount)) {
            return;
        }
        nextCount = now.plus(console.terminal() ? COUNT_EVERY : COUNT_EVERY.multipliedBy(3));
        try {
            Counts counts = counts();
            if (console.terminal() && !last) {
                console.status(counts.equation());
            } else {
                console.status("");
                console.data(counts.equation());
            }
        } catch (ServerUnavailableException e) {
            console.status(e.getMessage());
        }
    }

    private Counts counts() throws IOException, ServerUnavailableException {
        JobRecord job = Jobs.pipelines(home).list().stream()
                .filter(pipeline -> pipeline.pipeline().equals(project.config().name()))
                .findFirst()
                .orElseThrow()
                .record();
        return Jobs.counts(job).getOrDefault(demo.reads(), Counts.NONE);
    }
}
