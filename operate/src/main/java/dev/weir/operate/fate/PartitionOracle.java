package dev.weir.operate.fate;

import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.log.LogRecord;
import java.util.Objects;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Says what fate each record of one partition has by docs/fates.md, as a plain loop over all of them from the offset at
 * which the pipeline began. Written to be compared with the rules by eye. Not thread-safe.
 */
public final class PartitionOracle {

    private static final int FORGET_EVERY = 100_000;

    private final SchemaRegistry registry;
    private final int partition;

    private @Nullable StreamContract contract;
    private @Nullable RecordReading reading;
    private Memory memory = Memory.of(null);
    private @Nullable Long newest;
    private int judged;

    /** @param registry knows the schemas that wrote the records */
    public PartitionOracle(SchemaRegistry registry, int partition) {
        this.registry = registry;
        this.partition = partition;
    }

    /** Begins an epoch: the records from here on are judged under this contract. */
    public void begin(StreamContract next) {
        Long oldest = oldest();
        if (oldest != null) {
            memory.forget(oldest);
        }
        if (contract == null
                || !contract.key().equals(next.key())
                || !Objects.equals(contract.identity(), next.identity())) {
            memory = Memory.of(next.identity());
        }
        contract = next;
        reading = new RecordReading(next, registry);
    }

    /**
     * Judges the next record.
     *
     * @throws RegistryUnavailableException if the schema of its id can't be had: nothing was decided, ask again
     * @throws IllegalStateException if no epoch has begun
     */
    public Verdict judge(LogRecord record) throws RegistryUnavailableException {
        StreamContract rules = contract;
        RecordReading reader = reading;
        if (rules == null || reader == null) {
            throw new IllegalStateException("No epoch has begun");
        }
        boolean misplaced = isMisplaced(rules, record.key());
        Event event;
        try {
            event = reader.read(record);
        } catch (RecordRejectedException e) {
            return Verdict.dead(e.path().isEmpty() ? e.code().name() : e.code() + " " + e.path(), misplaced);
        }
        Long time = event.time();
        if (rules.mode() != Mode.APPEND || time == null) {
            return Verdict.onTime(time, misplaced);
        }
        Verdict verdict = judge(rules, event, time, misplaced);
        newest = newest == null ? time : Math.max(newest, time);
        forgetNowAndThen();
        return verdict;
    }

    /**
     * Passes a heartbeat, which is no event: it only says how far time is.
     *
     * @throws IllegalStateException if no epoch has begun
     */
    public void pass(LogRecord heartbeat) {
        StreamContract rules = contract;
        if (rules == null) {
            throw new IllegalStateException("No epoch has begun");
        }
        EventTime declared = rules.time();
        long time = Objects.requireNonNull(heartbeat.heartbeat());
        if (rules.mode() == Mode.APPEND
                && declared != null
                && RecordReading.exists(time)
                && !RecordReading.isAhead(time, heartbeat, declared)) {
            newest = newest == null ? time : Math.max(newest, time);
        }
    }

    /** The rules 1 to 5. */
    private Verdict judge(StreamContract rules, Event event, long time, boolean misplaced) {
        Long oldest = oldest();
        if (oldest != null && time < oldest) {
            return new Verdict(Fate.LATE, "HORIZON", time, misplaced, false, false);
        }
        Memory.Recall recall = memory.recall(event, time, oldest);
        boolean disorderly = rules.time() != null
                && newest != null
                && time < newest - rules.time().disorder().toMillis();
        Fate fate = switch (recall.answer()) {
            case REPEAT -> Fate.DUPLICATE;
            case UNTRACKED, RESTARTED -> Fate.LATE;
            case NEW -> disorderly ? Fate.LATE : Fate.ON_TIME;
        };
        String reason = switch (recall.answer()) {
            case REPEAT -> "";
            case UNTRACKED, RESTARTED -> recall.answer().name();
            case NEW -> disorderly ? "DISORDER" : "";
        };
        return new Verdict(fate, reason, time, misplaced, recall.reset(), recall.gaveUp());
    }

    /** The horizon: identities older than this aren't remembered. Null if there is none, or nothing has come yet. */
    private @Nullable Long oldest() {
        Identity identity = contract == null ? null : contract.identity();
        if (identity == null || newest == null) {
            return null;
        }
        long horizon = identity.within().toMillis();
        EventTime time = contract.time();
        if (time != null) {
            horizon = Math.max(horizon, time.disorder().toMillis());
        }
        return newest - horizon;
    }

    /** Forgetting changes no fate: it only frees what counts as not remembered. */
    private void forgetNowAndThen() {
        Long oldest = oldest();
        if (oldest != null && ++judged % FORGET_EVERY == 0) {
            memory.forget(oldest);
        }
    }

    private boolean isMisplaced(StreamContract rules, byte @Nullable [] key) {
        if (rules.key().isEmpty()) {
            return false;
        }
        return key == null || Utils.toPositive(Utils.murmur2(key)) % rules.partitions() != partition;
    }
}
