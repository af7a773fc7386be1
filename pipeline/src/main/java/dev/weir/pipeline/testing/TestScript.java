package dev.weir.pipeline.testing;

import dev.weir.contract.event.RecordRejectedException;
import dev.weir.pipeline.testing.RecordMaker.Made;
import dev.weir.streams.memory.MemoryEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Turns a test's lines into steps: encodes, repeats, shuffles and gives offsets. */
final class TestScript {

    private record Sent(String stream, Made record, long appended) {}

    private final Map<String, RecordMaker> makers;
    private final @Nullable Shuffle shuffle;
    private final Random random;
    private final List<Difference> refusals;
    private final Map<String, Sent> named = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private long newestTime;

    /** @param refusals gets what the door refused against the test's word, or took against it */
    private TestScript(Map<String, RecordMaker> makers, @Nullable Shuffle shuffle, List<Difference> refusals) {
        this.makers = makers;
        this.shuffle = shuffle;
        this.random = new Random(shuffle == null ? 0 : shuffle.seed());
        this.refusals = refusals;
    }

    static List<Step> steps(PipelineTest test, Map<String, RecordMaker> makers, List<Difference> refusals) {
        TestScript script = new TestScript(makers, test.shuffle(), refusals);
        List<Sent> waiting = new ArrayList<>();
        for (Line line : test.lines()) {
            if (line instanceof Line.Arrival arrival) {
                script.sent(arrival).ifPresent(sent -> {
                    for (int i = 0; i < arrival.times(); i++) {
                        waiting.add(sent);
                    }
                });
            } else {
                script.arrive(waiting);
                script.steps.add(step(line));
            }
        }
        script.arrive(waiting);
        return script.steps;
    }

    private static Step step(Line line) {
        if (line instanceof Line.Time time) {
            return new Step.Read(time.stream(), new MemoryEntry.Time(time.millis()));
        }
        if (line instanceof Line.Idle idle) {
            return new Step.Read(idle.stream(), new MemoryEntry.Idle());
        }
        return line instanceof Line.Crash ? new Step.Crash() : new Step.Checkpoint();
    }

    private Optional<Sent> sent(Line.Arrival line) {
        if (line.content() instanceof Line.Content.Again again) {
            return Optional.ofNullable(named.get(again.name()));
        }
        try {
            RecordMaker maker = makers.get(line.stream());
            Made made = made(maker, line.content());
            if (line.refused() != null) {
                refusals.add(new Difference(
                        line.place(),
                        line.stream(),
                        "the door took this event",
                        List.of("expected it to be refused with " + line.refused())));
            }
            if (made.timeMillis() != null) {
                newestTime = Math.max(newestTime, made.timeMillis());
            }
            if (line.partition() != null) {
                made = new Made(line.partition(), made.key(), made.value(), made.timeMillis());
            }
            long appended = line.appendedMillis() == null ? newestTime : line.appendedMillis();
            Sent sent = new Sent(line.stream(), made, appended);
            if (line.name() != null) {
                named.put(line.name(), sent);
            }
            return Optional.of(sent);
        } catch (RecordRejectedException e) {
            if (!e.code().name().equals(line.refused())) {
                refusals.add(new Difference(
                        line.place(),
                        line.stream(),
                        "the door refuses this event",
                        List.of(
                                e.getMessage(),
                                "To let it arrive all the same, as from a producer that goes round the door, write"
                                        + " 'unchecked:' or 'bytes:'; to expect this, add 'refused: " + e.code()
                                        + "'.")));
            }
            return Optional.empty();
        }
    }

    private static Made made(RecordMaker maker, Line.Content content) throws RecordRejectedException {
        if (content instanceof Line.Content.Event event) {
            return maker.event(event.event(), event.checked());
        }
        if (content instanceof Line.Content.Bytes bytes) {
            return maker.bytes(bytes.key(), bytes.value());
        }
        return maker.deletion(((Line.Content.Deletion) content).key());
    }

    /** Empties {@code waiting}. */
    private void arrive(List<Sent> waiting) {
        if (shuffle != null) {
            long longest = shuffle.within().toMillis();
            List<Map.Entry<Long, Sent>> arrivals = new ArrayList<>();
            for (Sent sent : waiting) {
                long time = sent.record.timeMillis() == null ? sent.appended : sent.record.timeMillis();
                arrivals.add(Map.entry(time + random.nextLong(longest + 1), sent));
            }
            arrivals.sort(Comparator.comparing(Map.Entry::getKey));
            waiting.clear();
            arrivals.forEach(arrival -> waiting.add(arrival.getValue()));
        }
        waiting.forEach(sent -> steps.add(new Step.Read(sent.stream, new MemoryEntry.Event(record(sent)))));
        waiting.clear();
    }

    private ConsumerRecord<byte[], byte[]> record(Sent sent) {
        Made made = sent.record;
        long offset = offsets.merge(sent.stream + "-" + made.partition(), 1L, Long::sum) - 1;
        return record(sent.stream, made.partition(), offset, sent.appended, made.key(), made.value());
    }

    static ConsumerRecord<byte[], byte[]> record(
            String topic, int partition, long offset, long appended, byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                appended,
                TimestampType.LOG_APPEND_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
