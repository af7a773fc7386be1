package dev.weir.streams.source;

import dev.weir.codec.RowKeys;
import dev.weir.codec.RowRules;
import dev.weir.codec.RowTime;
import dev.weir.codec.StreamRowDecoder;
import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.types.RowKind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads records of one stream into {@link Arrival}s: decodes, checks the rules, finds time and identity. */
final class RecordReader {

    /** The years 1 to 9999, which SQL's timestamps can show. */
    private static final long EARLIEST_TIME = -62_135_596_800_000L;

    private static final long LATEST_TIME = 253_402_300_799_999L;
    private static final StringData NO_ID = StringData.fromString("");

    private final Mode mode;
    private final StreamRowDecoder decoder;
    private final RowRules rules;
    private final @Nullable RowTime time;
    private final String timeField;
    private final @Nullable RowKeys ids;
    private final @Nullable RowKeys keys;
    private final @Nullable RowProjection projection;
    private final @Nullable Revisions revisions;

    /**
     * @param columns the columns that the events shall have; what judging needs beyond them is read and left out again
     * @param revisions true if each record is an event of its own, with the columns of {@link Revisions} at its end
     */
    RecordReader(StreamContract contract, SchemaRegistry registry, List<String> columns, boolean revisions) {
        FieldType.Struct fields = contract.schema().fields();
        List<String> read = readColumns(contract, columns);
        EventTime eventTime = contract.time();
        Identity identity = contract.identity();
        mode = contract.mode();
        decoder = new StreamRowDecoder(contract.schema(), registry, read);
        rules = new RowRules(fields, contract.rules(), read);
        timeField = eventTime == null ? "" : eventTime.field();
        time = eventTime == null
                ? null
                : RowTime.of(fields.find(timeField).orElseThrow().type(), read.indexOf(timeField));
        ids = identity == null || mode != Mode.APPEND ? null : new RowKeys(fields, identity.fields(), read);
        keys = mode == Mode.APPEND ? null : new RowKeys(fields, contract.key(), read);
        projection = read.size() == columns.size() ? null : RowProjection.of(fields, read, columns);
        this.revisions = revisions ? new Revisions(EventColumns.getters(fields, columns)) : null;
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
        if (contract.mode() != Mode.APPEND) {
            read.addAll(contract.key());
        }
        return new ArrayList<>(read);
    }

    /**
     * @throws RecordRejectedException if the record is dead
     * @throws RegistryUnavailableException if nothing may be decided: the registry didn't come back in time
     */
    RowData read(ConsumerRecord<byte[], byte[]> record) throws RecordRejectedException, RegistryUnavailableException {
        RowData row = decoder.decode(record.value());
        if (row == null) {
            return tombstone(record);
        }
        rules.check(row);
        return Arrival.event(
                mode == Mode.APPEND || revisions != null ? RowKind.INSERT : RowKind.UPDATE_AFTER,
                event(row, record, false),
                time == null ? record.timestamp() : time(time, row),
                ids == null ? NO_ID : StringData.fromBytes(ids.key(row)));
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
        return Arrival.event(
                revisions == null ? RowKind.DELETE : RowKind.INSERT,
                event(keys.row(key), record, true),
                Arrival.TIMELESS,
                NO_ID);
    }

    private long time(RowTime of, RowData row) throws RecordRejectedException {
        if (of.isMissing(row)) {
            throw new RecordRejectedException(RejectCode.MISSING_FIELD, timeField, "an event time", "null");
        }
        long millis = of.millis(row);
        if (millis < EARLIEST_TIME || millis > LATEST_TIME) {
            throw new RecordRejectedException(
                    RejectCode.OUT_OF_RANGE, timeField, "an event time in the years 1 to 9999", "one outside of them");
        }
        return millis;
    }

    private RowData event(RowData row, ConsumerRecord<?, ?> record, boolean deleted) {
        RowData projected = projection == null ? row : projection.map(row);
        return revisions == null ? projected : revisions.of(projected, record, deleted);
    }
}
