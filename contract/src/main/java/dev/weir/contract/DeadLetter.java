package dev.weir.contract;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead event as it stands in its stream's dead-letter topic. Topic, partition and offset are the key, so that an event
 * is there once however many pipelines read the stream.
 *
 * @param topic where the dead event is
 * @param appendTime when the broker took it
 * @param code why it is dead: the name of a {@code RejectCode}
 * @param path the field, empty for the whole event
 * @param expected what the contract says
 * @param found what the event has
 * @param key its raw key; null if it has none
 * @param value its raw value; null for a tombstone
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        Instant appendTime,
        String code,
        String path,
        String expected,
        String found,
        byte @Nullable [] key,
        byte @Nullable [] value) {

    /** The schema of every dead-letter topic; its columns are this record's components, in their order. */
    public static final AvroStreamSchema SCHEMA = AvroStreamSchema.of(
            "dead-letter",
            new Struct(List.of(
                    new Field("topic", Scalar.STRING, false, null),
                    new Field("partition", Scalar.INT32, false, null),
                    new Field("offset", Scalar.INT64, false, null),
                    new Field("append_time", new FieldType.Timestamp(3), false, null),
                    new Field("code", Scalar.STRING, false, null),
                    new Field("path", Scalar.STRING, false, null),
                    new Field("expected", Scalar.STRING, false, null),
                    new Field("found", Scalar.STRING, false, null),
                    new Field("key", Scalar.BYTES, true, null),
                    new Field("value", Scalar.BYTES, true, null))));

    private static final int PARTITIONS = 4;

    /** The contract of a stream's dead-letter topic. It isn't published of its own: it follows from the stream's. */
    public static StreamContract contractFor(StreamContract stream) {
        return new StreamContract(
                stream.deadTopic(),
                Mode.UPSERT,
                SCHEMA,
                List.of("topic", "partition", "offset"),
                null,
                null,
                PARTITIONS,
                null,
                Compatibility.BACKWARD_TRANSITIVE,
                List.of("key", "value"),
                List.of());
    }
}
