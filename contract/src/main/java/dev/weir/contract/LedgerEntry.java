package dev.weir.contract;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline says of a range of one partition's offsets: how many of its records had which fate, and which were not
 * on time. docs/fates.md describes what it means. Entries are written with the checkpoint whose positions they end at.
 *
 * @param epoch counts the contracts under which the pipeline has judged this partition, from 0
 * @param from the first offset
 * @param to the offset after the last
 * @param lateOffsets {@code offset - from} of the late records as a RoaringBitmap in its portable form; null for none
 * @param duplicateOffsets the same for repeats
 * @param deadOffsets the same for dead records
 * @param firstTime the earliest event time of records that aren't dead; null if there are none
 * @param lastTime the latest
 * @param resets how often a producer started its sequence again without saying so
 * @param givenUp how many missing ranges were given up
 * @param misplaced how many records were in another partition than their key's
 * @param checkpoint the checkpoint's number in its job
 * @param contract the contract in force, as the contract log has it; null except in the first entry of an epoch, or of a fork
 * @param follows the pipeline whose entries end at {@code from}, and which this one goes on from; null except in the first
 *     entry of a fork, which may be of no offsets
 * @param heartbeats how many {@link Heartbeat}s there were, which have no fate
 */
public record LedgerEntry(
        String pipeline,
        String stream,
        int partition,
        int epoch,
        long from,
        long to,
        long onTime,
        long late,
        long duplicate,
        long dead,
        byte @Nullable [] lateOffsets,
        byte @Nullable [] duplicateOffsets,
        byte @Nullable [] deadOffsets,
        @Nullable Instant firstTime,
        @Nullable Instant lastTime,
        long resets,
        long givenUp,
        long misplaced,
        long checkpoint,
        @Nullable String contract,
        @Nullable String follows,
        long heartbeats) {

    /** The schema of the ledger's topic; its columns are this record's components, in their order. */
    public static final AvroStreamSchema SCHEMA = AvroStreamSchema.of(
            "ledger-entry",
            new Struct(List.of(
                    field("pipeline", Scalar.STRING, false),
                    field("stream", Scalar.STRING, false),
                    field("partition", Scalar.INT32, false),
                    field("epoch", Scalar.INT32, false),
                    field("from_offset", Scalar.INT64, false),
                    field("to_offset", Scalar.INT64, false),
                    field("on_time", Scalar.INT64, false),
                    field("late", Scalar.INT64, false),
                    field("duplicate", Scalar.INT64, false),
                    field("dead", Scalar.INT64, false),
                    field("late_offsets", Scalar.BYTES, true),
                    field("duplicate_offsets", Scalar.BYTES, true),
                    field("dead_offsets", Scalar.BYTES, true),
                    field("first_time", new FieldType.Timestamp(3), true),
                    field("last_time", new FieldType.Timestamp(3), true),
                    field("resets", Scalar.INT64, false),
                    field("given_up", Scalar.INT64, false),
                    field("misplaced", Scalar.INT64, false),
                    field("checkpoint", Scalar.INT64, false),
                    field("contract", Scalar.STRING, true),
                    field("follows", Scalar.STRING, true),
                    // Null in entries that were written before there were any.
                    field("heartbeats", Scalar.INT64, true))));

    public static final String TOPIC = "weir.ledger";

    private static final int PARTITIONS = 4;

    /** The contract of the ledger's topic. It isn't published: every version of Weir has it. */
    public static StreamContract ofTopic() {
        return new StreamContract(
                TOPIC,
                Mode.APPEND,
                SCHEMA,
                List.of("pipeline", "stream", "partition"),
                null,
                null,
                PARTITIONS,
                null,
                Compatibility.BACKWARD_TRANSITIVE,
                List.of(),
                List.of());
    }

    private static Field field(String name, FieldType type, boolean nullable) {
        return new Field(name, type, nullable, null);
    }
}
