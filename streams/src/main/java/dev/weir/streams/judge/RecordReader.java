package dev.weir.streams.judge;

import dev.weir.codec.ColumnReader;
import dev.weir.codec.ColumnRules;
import dev.weir.codec.RowKeys;
import dev.weir.codec.column.ColumnTime;
import dev.weir.codec.column.Columns;
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
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads records of one stream into {@link Batch}es: decodes, checks the rules, finds time and identity. */
public final class RecordReader {

    /** The years 1 to 9999, which SQL's timestamps can show. */
    private static final long EARLIEST_TIME = -62_135_596_800_000L;

    private static final long LATEST_TIME = 253_402_300_799_999L;

    private static final int MOST_RECYCLED = 16;

    private final StreamContract contract;
    private final ColumnReader decoder;
    private final ColumnRules rules;
    private final @Nullable ColumnTime time;
    private final Identities identities;
    private final @Nullable RowKeys keys;
    private final int[] keyPlaces;
    private final RowProjection projection;
    private final boolean changes;
    /** Batches to be used again: their arrays needn't be cleared, nor collected. */
    private final Queue<Batch> done = new ArrayBlockingQueue<>(MOST_RECYCLED);

    /**
     * @param columns those that the events shall have
     * @param read what batches get: these, and behind them at least what judging needs
     * @param added what the events shall have behind their columns
     */
    RecordReader(
            StreamContract contract,
            SchemaRegistry registry,
            List<String> columns,
            List<String> read,
            AddedColumns added) {
        this.contract = contract;
        FieldType.Struct fields = contract.schema().fields();
        EventTime eventTime = contract.time();
        decoder = new ColumnReader(contract.schema(), registry, read);
        rules = new ColumnRules(fields, contract.rules(), read);
        time = eventTime == null
                ? null
                : ColumnTime.of(fields.find(eventTime.field()).orElseThrow().type(), read.indexOf(eventTime.field()));
        identities = new Identities(fields, identity(contract), read);
        keys = contract.mode() == Mode.APPEND ? null : new RowKeys(fields, contract.key(), read);
        keyPlaces = contract.key().stream().mapToInt(read::indexOf).toArray();
        projection = RowProjection.of(fields, read, columns);
        changes = contract.mode() != Mode.APPEND && added != AddedColumns.REVISION;
    }

    /** What events are told from each other by, if that is of use. */
    static @Nullable Identity identity(StreamContract contract) {
        return contract.mode() == Mode.APPEND ? contract.identity() : null;
    }

    /** What is needed to judge. */
    static Set<String> judgedColumns(StreamContract contract) {
        Set<String> read = new LinkedHashSet<>();
        read.addAll(ColumnRules.columns(contract.schema().fields(), contract.rules()));
        EventTime time = contract.time();
        if (time != null) {
            read.add(time.field());
        }
        Identity identity = identity(contract);
        if (identity != null) {
            read.addAll(identity.fields());
        }
        read.addAll(contract.key());
        return read;
    }

    /**
     * An empty batch.
     *
     * @param from the position in the log at which it begins
     * @param expected how many records it is likely to have
     */
    public Batch batch(int partition, long from, int expected) {
        Batch batch = done.poll();
        if (batch == null) {
            batch = new Batch(decoder.columns(expected), expected);
        }
        batch.begin(partition, from);
        return batch;
    }

    /** Nobody looks at the batch any more, or at rows that are views of it. By any thread. */
    public void recycle(Batch batch) {
        done.offer(batch);
    }

    /** Like {@link #read}, of a record whose parts are arrays. */
    @SuppressWarnings("NullAway") // Kafka's records have null keys and values.
    public void readArrays(ConsumerRecord<byte[], byte[]> record, Batch batch) throws IOException {
        read(
                new ConsumerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.timestampType(),
                        record.serializedKeySize(),
                        record.serializedValueSize(),
                        record.key() == null ? null : ByteBuffer.wrap(record.key()),
                        record.value() == null ? null : ByteBuffer.wrap(record.value()),
                        record.headers(),
                        record.leaderEpoch()),
                batch);
    }

    /**
     * Adds a record to the batch of its partition: as an event, as its dead letter, or as a heartbeat. Keeps nothing of its
     * buffers.
     *
     * @throws IOException if nothing may be decided: the registry didn't come back in time, or somebody else wrote into a
     *     topic that is Weir's own
     */
    public void read(ConsumerRecord<ByteBuffer, ByteBuffer> record, Batch batch) throws IOException {
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
            batch.addDead(
                    DeadLetters.row(record, bytes(record.key()), bytes(record.value()), e),
                    record.offset(),
                    record.timestamp());
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

    private void add(ConsumerRecord<ByteBuffer, ByteBuffer> record, Batch batch)
            throws RecordRejectedException, RegistryUnavailableException {
        ByteBuffer value = record.value();
        if (value == null) {
            batch.addTimeless(tombstone(record), record.offset(), record.timestamp());
            return;
        }
        Columns events = batch.columns();
        int row = events.rows();
        if (value.hasArray()) {
            int from = value.arrayOffset() + value.position();
            decoder.read(value.array(), from, from + value.remaining(), events);
        } else {
            byte[] copy = bytes(value);
            decoder.read(copy, 0, copy.length, events);
        }
        checkKey(events, row);
        rules.check(events, row);
        long at = time == null ? record.timestamp() : time(time, events, row, record.timestamp());
        identities.check(events, row);
        batch.addEvent(row, record.offset(), record.timestamp(), at);
    }

    private void checkKey(Columns events, int row) throws RecordRejectedException {
        for (int i = 0; i < keyPlaces.length; i++) {
            if (events.column(keyPlaces[i]).isNull(row)) {
                throw new RecordRejectedException(
                        RejectCode.MISSING_FIELD, contract.key().get(i), "a column of the key", "null");
            }
        }
    }

    /** Whether the record is in another partition than the standard one of its key, or has none to tell by. */
    private boolean isMisplaced(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        ByteBuffer key = record.key();
        if (keyPlaces.length == 0) {
            return false;
        }
        if (key == null) {
            return true;
        }
        byte[] array = key.hasArray() ? key.array() : bytes(key);
        int start = key.hasArray() ? key.arrayOffset() + key.position() : 0;
        return KeyPartition.of(array, start, key.remaining(), contract.partitions()) != record.partition();
    }

    private RowData tombstone(ConsumerRecord<ByteBuffer, ByteBuffer> record) throws RecordRejectedException {
        byte[] key = bytes(record.key());
        if (keys == null) {
            throw new RecordRejectedException(RejectCode.TOMBSTONE, "", "an event", "a null value");
        }
        if (key == null) {
            throw new RecordRejectedException(
                    RejectCode.MISSING_FIELD, "key", "a record key", "a tombstone without one");
        }
        RowData row = keys.row(key);
        row.setRowKind(changes ? RowKind.DELETE : RowKind.INSERT);
        return projection.map(row);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    private long time(ColumnTime of, Columns events, int row, long appendTime) throws RecordRejectedException {
        EventTime declared = Objects.requireNonNull(contract.time());
        if (of.isMissing(events, row)) {
            throw new RecordRejectedException(RejectCode.MISSING_FIELD, declared.field(), "an event time", "null");
        }
        long millis = of.millis(events, row);
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
}
