package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.Oracle.Counting;
import java.util.Optional;
import java.util.stream.Stream;

/** The ways that are compared, as {@code --ways} names them. */
enum WaySpec {
    R0("r0", "bare KafkaConsumer, bytes only (R0)", Kind.BYTES, Counting.ALL_LATE_AT_WILL, false),
    R0_AGGREGATE(
            "r0-aggregate", "R0 + direct decoding + hash aggregate", Kind.BY_HAND, Counting.ALL_LATE_AT_WILL, false),
    WEIR_ROLLUP("weir-rollup", "Weir, the view as a roll-up", Kind.WEIR, Counting.ONCE, false),
    WEIR_SQL("weir-sql", "Weir, the view as plain SQL", Kind.WEIR, Counting.ONCE, false),
    FLINK_SQL("flink-sql", "stock Flink SQL, default", Kind.FLINK, Counting.ALL_LATE_AT_WILL, false),
    FLINK_SQL_TUNED("flink-sql-tuned", "stock Flink SQL, tuned", Kind.FLINK, Counting.ALL_LATE_AT_WILL, false),
    FLINK_SQL_DEDUP(
            "flink-sql-dedup", "stock Flink SQL, ROW_NUMBER() first", Kind.FLINK, Counting.ONCE_LATE_AT_WILL, true),
    FLINK_KEYED_DEDUP(
            "flink-keyed-dedup",
            "Flink, keyed function drops repeats, SQL window",
            Kind.FLINK,
            Counting.ONCE_LATE_AT_WILL,
            false),
    KAFKA_STREAMS("kafka-streams", "Kafka Streams, exactly once", Kind.REVISING, Counting.ALL_LATE_AT_WILL, false),
    HAZELCAST_JET("hazelcast-jet", "Hazelcast Jet, exactly once", Kind.JET, Counting.ALL_LATE_AT_WILL, false);

    /** What a way leaves behind, and so how it is checked. */
    enum Kind {
        /** How many bytes it read; ends by itself. */
        BYTES,
        /** Rows that are written by hand; ends by itself. */
        BY_HAND,
        /** Rows in transactions, of which a later one replaces one before. */
        REVISING,
        /** Rows in transactions. */
        FLINK,
        /** The same; Kafka isn't told how far it has read. */
        JET,
        /** The same, beside a ledger. */
        WEIR
    }

    private final String id;
    private final String title;
    private final Kind kind;
    private final Counting counting;
    private final boolean slow;

    WaySpec(String id, String title, Kind kind, Counting counting, boolean slow) {
        this.id = id;
        this.title = title;
        this.kind = kind;
        this.counting = counting;
        this.slow = slow;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    Kind kind() {
        return kind;
    }

    Counting counting() {
        return counting;
    }

    /** Whether it reads a log of its own size, since it would take minutes else. */
    boolean slow() {
        return slow;
    }

    boolean endsByItself() {
        return kind == Kind.BYTES || kind == Kind.BY_HAND;
    }

    static Optional<WaySpec> find(String id) {
        return Stream.of(values()).filter(way -> way.id.equals(id)).findFirst();
    }
}
