package dev.weir.operate.dead;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.fate.PartitionOracle;
import dev.weir.operate.fate.Verdict;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.RowReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead events to their stream again, if they keep today's contract. They keep their identity, so that one that is
 * sent twice is a repeat; where a stream has none, it is an event twice. The dead event stays dead: it is another record.
 */
public final class Replay {

    /** What a replayed record is marked with: where it was dead, and how often it has been replayed by now. */
    public static final String HEADER = "weir.replayed";

    /** How often an event that dies again is replayed without {@code force}. */
    public static final int MOST = 3;

    private static final Pattern COUNT = Pattern.compile(".* #(\\d{1,9})");

    /** Writes into the stream. */
    public interface Sender {

        /** Returns once Kafka has acknowledged the record, with its position. */
        DeadPosition send(byte @Nullable [] key, byte[] value, Map<String, String> headers)
                throws KafkaUnavailableException;
    }

    /**
     * What became of one event.
     *
     * @param to where it is now; null if it was refused
     * @param why it was refused; empty if it wasn't
     */
    public record Outcome(DeadPosition from, @Nullable DeadPosition to, String why) {}

    private final CommittedLog log;
    private final SchemaRegistry registry;
    private final StreamContract contract;
    private final JsonEventEncoder encoder;
    private final RowReader rows;
    private final Clock clock;
    private final Sender sender;

    /** @param published the contract in force */
    public Replay(CommittedLog log, SchemaRegistry registry, PublishedContract published, Clock clock, Sender sender) {
        this.log = log;
        this.registry = registry;
        this.contract = published.contract();
        this.clock = clock;
        this.sender = sender;
        encoder = new JsonEventEncoder(contract, published.schemaId());
        rows = new RowReader(registry, contract.schema());
    }

    /**
     * Replays one event, or says why not.
     *
     * @param force sends also what was replayed {@value #MOST} times
     */
    public Outcome replay(DeadLetter letter, Edit edit, boolean force)
            throws KafkaUnavailableException, RegistryUnavailableException {
        DeadPosition from = new DeadPosition(letter.partition(), letter.offset());
        int before = replays(letter);
        if (before >= MOST && !force) {
            return new Outcome(
                    from, null, "it was replayed " + before + " times and died each time; --force does it again");
        }
        EncodedEvent event;
        try {
            event = event(letter, edit);
        } catch (RecordRejectedException | IllegalArgumentException e) {
            return new Outcome(from, null, String.valueOf(e.getMessage()));
        }
        PartitionOracle today = new PartitionOracle(registry, 0);
        today.begin(contract);
        Verdict verdict = today.judge(new LogRecord(0, clock.millis(), event.key(), event.value()));
        if (verdict.fate() == Fate.DEAD) {
            return new Outcome(from, null, "it would be dead again: " + verdict.reason());
        }
        String mark = letter.topic() + "-" + letter.partition() + "@" + letter.offset() + " #" + (before + 1);
        DeadPosition to = sender.send(event.key(), Objects.requireNonNull(event.value()), Map.of(HEADER, mark));
        return new Outcome(from, to, "");
    }

    private int replays(DeadLetter letter) throws KafkaUnavailableException {
        String mark =
                log.headers(letter.topic(), letter.partition(), letter.offset()).getOrDefault(HEADER, "");
        Matcher matcher = COUNT.matcher(mark);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private EncodedEvent event(DeadLetter letter, Edit edit)
            throws RecordRejectedException, RegistryUnavailableException {
        if (edit.event() != null) {
            return encoded(edit.apply("", contract.schema().fields()));
        }
        byte[] value = letter.value();
        if (value == null) {
            throw new IllegalArgumentException("it has no value; give the whole event with --file");
        }
        Map<String, @Nullable Object> columns;
        try {
            columns = rows.read(value);
        } catch (RecordRejectedException e) {
            throw new IllegalArgumentException(
                    "its value can't be read (" + e.getMessage() + "); give the whole event with --file", e);
        }
        return edit.isNone()
                ? new EncodedEvent(key(letter, columns), value, null)
                : encoded(edit.apply(
                        JsonEventDecoder.json(columns), contract.schema().fields()));
    }

    private EncodedEvent encoded(String json) throws RecordRejectedException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return encoder.encode(bytes, 0, bytes.length);
    }

    /** The contract's key of the event, whatever key it had; null columns are found by the check that follows. */
    private byte @Nullable [] key(DeadLetter letter, Map<String, @Nullable Object> columns) {
        List<Object> values = new ArrayList<>();
        for (String column : contract.key()) {
            Object value = columns.get(column);
            if (value == null) {
                return letter.key();
            }
            values.add(value);
        }
        return values.isEmpty() ? letter.key() : KeyFormat.encode(values);
    }
}
