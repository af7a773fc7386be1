package dev.weir.streams.judge;

import dev.weir.codec.RowKeys;
import dev.weir.codec.RowRules;
import dev.weir.codec.RowTime;
import dev.weir.codec.StreamRowDecoder;
import dev.weir.contract.DurationText;
import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.Heartbeat;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.streams.fate.PartitionFates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Reads records of one stream into {@link Batch}es: decodes, checks the rules, finds time and identity. */
public final class RecordReader {

    /** The years 1 to 9999, which SQL's timestamps can show. */
    private static final long EARLIEST_TIME = -62_135_596_800_000L;

    private static final long LATEST_TIME = 253_402_300_799_999L;

    private final StreamContract contract;
    private final StreamRowDecoder decoder;
    private final RowRules rules;
    private final @Nullable RowTime time;
    private final @Nullable RowKeys identities;
    private final @Nullable RowSequence sequence;
    private final @Nullable RowKeys keys;
    private final int[] keyPositions;
    private final @Nullable RowProjection projection;
    private final @Nullable WiderRows wider;
    private final boolean changes;

    /**
     * @param columns the columns that the events shall have; what judging needs beyond them is read and left out again
     * @param added what they shall have behind them
     */
    RecordReader(StreamContract contract, SchemaRegistry registry, List<String> columns, AddedColumns added) {
        this.contract = contract;
        FieldType.Struct fields = contract.schema().fields();
        List<String> read = readColumns(contract, columns);
        EventTime eventTime = contract.time();
        Identity identity = contract.mode() == Mode.APPEND ? contract.identity() : null;
        decoder = new StreamRowDecoder(contract.schema(), registry, read);
        rules = new RowRules(fields, contract.rules(), read);
        time = eventTime == null
                ? null
                : RowTime.of(fields.find(eventTime.field()).orElseThrow().type(), read.indexOf(eventTime.field()));
        identities = identity == null ? null : new RowKeys(fields, named(identity), read);
        sequence = identity instanceof Identity.BySequence bySequence
                ? RowSequence.of(fields, bySequence.sequence(), read)
                : null;
        keys = contract.mode() == Mode.APPEND ? null : new RowKeys(fields, contract.key(), read);
        keyPositions = contract.key().stream().mapToInt(read::indexOf).toArray();
        projection = read.size() == columns.size() ? null : RowProjection.of(fields, read, columns);
        wider = added == AddedColumns.NONE ? null : new WiderRows(EventColumns.getters(fields, columns), added);
        changes = contract.mode() != Mode.APPEND && added != AddedColumns.REVISION;
    }

    /** What names an event or, by sequence, its producer. */
    private static List<String> named(Identity identity) {
        return identity instanceof Identity.BySequence bySequence ? bySequence.producer() : identity.fields();
    }

    /** The asked columns first, then those that are only needed to judge. */
    private static List<String> readColumns(StreamContract contract, List<String> columns) {
        Set<String> read = new LinkedHashSet<>(columns);
        read.addAll(RowRules.columns(contract.schema().fields(), contract.rules()));
        EventTime time = contract.time();
        if (time != null) {
            read.add(time.field());
        }
        Identity identity = contract.identity();
        if (identity != null && contract.mode() == Mode.APPEND) {
            read.addAll(identity.fields());
        }
        read.addAll(contract.key());
        return new ArrayList<>(read);
    }

    /**
     * Adds a record to the batch of its partition: as an event, as its dead letter, or as a heartbeat.
     *
     * @throws IOException if nothing may be decided: the registry didn't come back in time, or somebody else wrote into a
     *     topic that is Weir's own
     */
    public void read(ConsumerRecord<byte[], byte[]> record, Batch batch) throws IOException {
        Long heartbeat = Heartbeat.timeOf(record);
        if (heartbeat != null) {
            batch.addHeartbeat(record.offset(), record.timestamp(), believed(heartbeat, record.timestamp()));
            return;
        }
        if (isMisplaced(record)) {
            batch.addMisplaced();
        }
        try {
            add(record, batch);
        } catch (RecordRejectedException e) {
            if (DeadLetters.isDeadLetterStream(contract)) {
                throw new IOException(
                        "Topic '" + record.topic() + "' is written by Weir only, but the record at offset "
                                + record.offset() + " of partition " + record.partition() + " is no dead letter. "
                                + e.getMessage() + ". Find out who else writes there.",
                        e);
            }
            batch.addDead(DeadLetters.row(record, e), record.offset(), record.timestamp());
        } catch (RegistryUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A wrong clock must not make a whole partition late. */
    private long believed(long heartbeat, long appendTime) {
        EventTime declared = contract.time();
        return declared == null
                        || !Heartbeat.fits(contract)
                        || !isInRange(heartbeat)
                        || isAhead(heartbeat, appendTime, declared)
                ? PartitionFates.NO_TIME
                : heartbeat;
    }

    private static boolean isInRange(long millis) {
        return millis >= EARLIEST_TIME && millis <= LATEST_TIME;
    }

    private static boolean isAhead(long millis, long appendTime, EventTime declared) {
        return appendTime != ConsumerRecord.NO_TIMESTAMP
                && millis > appendTime + declared.ahead().toMillis();
    }

    private void add(ConsumerRecord<byte[], byte[]> record, Batch batch)
            throws RecordRejectedException, RegistryUnavailableException {
        RowData row = decoder.decode(record.value());
        if (row == null) {
            batch.addTimeless(tombstone(record), record.offset(), record.timestamp());
            return;
        }
        checkKey(row);
        rules.check(row);
        if (changes) {
            row.setRowKind(RowKind.UPDATE_AFTER);
        }
        batch.addEvent(
                event(row, record, false),
                record.offset(),
                record.timestamp(),
                time == null ? record.timestamp() : time(time, row, record.timestamp()),
                identities == null ? null : identities.key(row),
                sequence == null ? 0 : sequence.number(row));
    }

    private void checkKey(RowData row) throws RecordRejectedException {
        for (int i = 0; i < keyPositions.length; i++) {
            if (row.isNullAt(keyPositions[i])) {
                throw new RecordRejectedException(
                        RejectCode.MISSING_FIELD, contract.key().get(i), "a column of the key", "null");
            }
        }
    }

    /** Whether the record is in another partition than the standard one of its key, or has none to tell by. */
    private boolean isMisplaced(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        return !contract.key().isEmpty()
                && (key == null || Utils.toPositive(Utils.murmur2(key)) % contract.partitions() != record.partition());
    }

    private RowData tombstone(ConsumerRecord<byte[], byte[]> record) throws RecordRejectedException {
        byte[] key = record.key();
        if (keys == null) {
            throw new RecordRejectedException(RejectCode.TOMBSTONE, "", "an event", "a null value");
        }
        if (key == null) {
            throw new RecordRejectedException(
                    RejectCode.MISSING_FIELD, "key", "a record key", "a tombstone without one");
        }
        RowData row = keys.row(key);
        row.setRowKind(changes ? RowKind.DELETE : RowKind.INSERT);
        return event(row, record, true);
    }

    private long time(RowTime of, RowData row, long appendTime) throws RecordRejectedException {
        EventTime declared = Objects.requireNonNull(contract.time());
        if (of.isMissing(row)) {
            throw new RecordRejectedException(RejectCode.MISSING_FIELD, declared.field(), "an event time", "null");
        }
        long millis = of.millis(row);
        if (!isInRange(millis)) {
            throw new RecordRejectedException(
                    RejectCode.OUT_OF_RANGE,
                    declared.field(),
                    "an event time in the years 1 to 9999",
                    "one outside of them");
        }
        if (isAhead(millis, appendTime, declared)) {
            throw new RecordRejectedException(
                    RejectCode.FUTURE,
                    declared.field(),
                    "an event time at most " + DurationText.format(declared.ahead())
                            + " after the broker took the event",
                    "one further ahead");
        }
        return millis;
    }

    private RowData event(RowData row, ConsumerRecord<?, ?> record, boolean deleted) {
        RowData projected = projection == null ? row : projection.map(row);
        return wider == null ? projected : wider.of(projected, record, deleted);
    }
}
