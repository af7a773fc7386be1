package dev.weir.streams.judge;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.DeadLetter;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Dead events as rows of {@code x$dead}; their columns are those of {@link DeadLetter}, in its order. */
public final class DeadLetters {

    private static final String TOPIC_SUFFIX = ".dead";
    private static final int REASON = 4;

    private DeadLetters() {}

    public static boolean isDeadLetterStream(StreamContract contract) {
        return contract.name().endsWith(TOPIC_SUFFIX);
    }

    public static DataType type() {
        return DataTypes.of(FlinkTypes.rowType(DeadLetter.SCHEMA.fields()));
    }

    static int columns() {
        return DeadLetter.SCHEMA.fields().fields().size();
    }

    static RowData row(
            ConsumerRecord<?, ?> record,
            byte @Nullable [] key,
            byte @Nullable [] value,
            RecordRejectedException reason) {
        return GenericRowData.of(
                StringData.fromString(record.topic()),
                record.partition(),
                record.offset(),
                TimestampData.fromEpochMillis(record.timestamp()),
                StringData.fromString(reason.code().name()),
                StringData.fromString(reason.path()),
                StringData.fromString(reason.expected()),
                StringData.fromString(reason.found()),
                key,
                value);
    }

    /** The {@code RejectCode} of such a row. */
    static String reason(RowData deadLetter) {
        return deadLetter.getString(REASON).toString();
    }
}
