package dev.weir.capture;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * One row as a connector read it.
 *
 * @param table {@code schema.table} of a database, else the topic
 * @param key the columns of its primary key, as a connector gives them; null if it gives none
 * @param value its columns; null if the row is gone
 * @param snapshot whether it is one of the rows that were there when capture began
 * @param last whether it is the last of these
 */
record CapturedRow(
        String table,
        @Nullable Schema keySchema,
        @Nullable Object key,
        @Nullable Schema valueSchema,
        @Nullable Object value,
        boolean snapshot,
        boolean last) {

    private static final String ENVELOPE = ".Envelope";
    private static final String HEARTBEAT = "io.debezium.connector.common.Heartbeat";

    static boolean isHeartbeat(@Nullable Schema schema) {
        return schema != null && HEARTBEAT.equals(schema.name());
    }

    /** @throws DataException for an event that no row can be */
    static CapturedRow of(ConnectRecord<?> record) {
        if (record.value() instanceof Struct envelope && isEnvelope(envelope.schema())) {
            return unwrapped(record, envelope);
        }
        return new CapturedRow(
                record.topic(), record.keySchema(), record.key(), record.valueSchema(), record.value(), false, false);
    }

    private static boolean isEnvelope(Schema schema) {
        return schema.name() != null && schema.name().endsWith(ENVELOPE) && schema.field("source") != null;
    }

    private static CapturedRow unwrapped(ConnectRecord<?> record, Struct envelope) {
        Struct source = envelope.getStruct("source");
        String table = source.getString("schema") + "." + source.getString("table");
        String operation = envelope.getString("op");
        if ("t".equals(operation)) {
            throw new DataException("Table " + table + " was truncated. That says which rows are gone without naming"
                    + " them, so capture stopped. Take the table anew: weir run DIR --snapshot SOURCE.");
        }
        Struct after = envelope.getStruct("after");
        if (after == null && !"d".equals(operation)) {
            throw new DataException("Table " + table + ": a change '" + operation + "' came without its row.");
        }
        Object snapshot = source.schema().field("snapshot") == null ? null : source.get("snapshot");
        return new CapturedRow(
                table,
                record.keySchema(),
                record.key(),
                after == null ? null : after.schema(),
                after,
                "r".equals(operation),
                "last".equals(snapshot));
    }

    boolean isDeleted() {
        return value == null;
    }
}
