package dev.weir.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.cli.demo.Counts;
import dev.weir.cli.demo.Storyteller;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One demo whose pipeline runs: its generator, and its results in sentences. */
final class DemoShow implements AutoCloseable {

    /** As fast as a person reads. */
    private static final Duration PACE = Duration.ofMillis(400);

    private static final TypeReference<Map<String, @Nullable Object>> ROW = new TypeReference<>() {};

    private final Home home;
    private final Demo demo;
    private final ObjectMapper json = new ObjectMapper();
    private final EventText events;
    private final Storyteller storyteller;
    private final RecordTail tail;
    private final Generator generator;

    DemoShow(Home home, LocalStack stack, Demo demo) {
        this.home = home;
        this.demo = demo;
        this.events = new EventText(Jobs.registry(stack));
        this.storyteller = new Storyteller(DemoProject.story(demo.config()), PACE);
        String pipeline = demo.project().config().name();
        Path program = demo.project().folder().resolve(demo.config().generator());
        this.tail = new RecordTail(stack.kafka(), demo.config().tail(), TailStart.END);
        this.generator = Generator.start(
                stack,
                "generator-" + pipeline,
                program,
                LocalServers.gateway(home),
                home.logs().resolve("generator-" + pipeline + "-report.json"));
    }

    Demo demo() {
        return demo;
    }

    /** What to say of the rows that have come, after waiting up to {@code longest} for some. */
    List<String> sentences(Duration longest) throws RegistryUnavailableException, RecordRejectedException {
        List<String> sentences = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> event : tail.poll(longest)) {
            Map<String, @Nullable Object> row =
                    event.value() == null ? null : json.convertValue(events.value(event), ROW);
            storyteller.tell(EventText.key(event), row, Instant.now()).ifPresent(sentences::add);
        }
        return sentences;
    }

    boolean isGenerating() {
        return generator.isRunning();
    }

    Counts counts() throws IOException, ServerUnavailableException {
        JobRecord job = Jobs.pipelines(home).list().stream()
                .filter(pipeline ->
                        pipeline.pipeline().equals(demo.project().config().name()))
                .findFirst()
                .orElseThrow()
                .record();
        return Jobs.counts(home, job).getOrDefault(demo.config().reads(), Counts.NONE);
    }

    /** Ends the generator; the pipeline goes on. On any thread, any number of times. */
    void stopGenerating() {
        generator.close();
    }

    @Override
    public void close() {
        tail.close();
    }
}
