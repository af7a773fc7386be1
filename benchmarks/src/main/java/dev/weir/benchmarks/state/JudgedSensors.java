package dev.weir.benchmarks.state;

import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.SensorName;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.streams.RegistryWait;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.judge.AddedColumns;
import dev.weir.streams.judge.Batch;
import dev.weir.streams.judge.Judge;
import dev.weir.streams.judge.JudgedPartition;
import dev.weir.streams.judge.RecordReader;
import dev.weir.streams.rollup.Expression;
import dev.weir.streams.rollup.Expression.ColumnOf;
import dev.weir.streams.rollup.RollupSpec;
import dev.weir.streams.rollup.RollupSpec.Aggregate;
import dev.weir.streams.rollup.RollupSpec.Function;
import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The readings of a log, judged and rolled up partition by partition as a source's task does it, without Kafka and Flink around
 * it. Not thread-safe.
 */
final class JudgedSensors {

    private static final int BATCH = 1_000;
    private static final String STREAM = "telemetry";

    private final dev.weir.streams.judge.Reading source;
    private final RecordReader reader;
    private final Telemetry log;
    private final long records;
    private final int schemaId;
    private final ReadingFormat format = new ReadingFormat();
    private final Judge judge;
    private final List<JudgedPartition> partitions = new ArrayList<>();
    private final Batch[] batches;
    private final long[] offsets;
    private final int[] waiting;
    private final BitSet producers = new BitSet();
    private long repeats;
    private long behind;
    private long made;

    /** @param folder gets the contract */
    JudgedSensors(TelemetrySettings settings, Path folder) throws Exception {
        StreamContract contract = contract(settings, folder);
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        schemaId = registry.register(contract.subject(), contract.schema(), contract.compatibility())
                .id();
        source = new dev.weir.streams.judge.Reading(
                contract,
                (stream, wait) -> registry,
                List.of(),
                AddedColumns.NONE,
                Set.of(),
                List.of(features()),
                TypeInformation.of(RowData.class),
                "state");
        reader = source.open(new RegistryWait());
        judge = new Judge(new UnregisteredMetricsGroup(), source);
        log = new Telemetry(settings);
        records = settings.records();
        batches = new Batch[settings.partitions()];
        offsets = new long[settings.partitions()];
        waiting = new int[settings.partitions()];
        for (int partition = 0; partition < settings.partitions(); partition++) {
            partitions.add(source.partition(partition));
            judge.begin(partitions.get(partition));
            batches[partition] = reader.batch(partition, 0, BATCH);
        }
    }

    private static StreamContract contract(TelemetrySettings settings, Path folder) throws Exception {
        Files.writeString(folder.resolve("telemetry.avsc"), ReadingFormat.SCHEMA);
        Files.writeString(folder.resolve(STREAM + ".yaml"), """
                stream: %s
                schema: telemetry.avsc
                key: sensor_id
                time: { field: event_time, disorder: 30s }
                identity: { producer: sensor_id, sequence: seq }
                partitions: %d
                """.formatted(STREAM, settings.partitions()));
        return ContractFolder.load(folder).get(0).contract();
    }

    private static RollupSpec features() {
        Expression vibration = new ColumnOf("vibration");
        return new RollupSpec(
                "features",
                new Windows(Shape.TUMBLE, Telemetry.WINDOW_MILLIS, Telemetry.WINDOW_MILLIS, 0),
                List.of("sensor_id"),
                null,
                List.of(
                        aggregate(Function.COUNT, null),
                        aggregate(Function.AVG, vibration),
                        aggregate(Function.MIN, vibration),
                        aggregate(Function.MAX, vibration),
                        aggregate(Function.AVG, new ColumnOf("temperature"))),
                0);
    }

    private static Aggregate aggregate(Function function, @Nullable Expression argument) {
        return new Aggregate(function, argument, null);
    }

    /** Reads on until this event time, or to the end of the log but for the records that close its last window. */
    void readTo(long time) throws Exception {
        Reading reading = new Reading();
        while (made < records && log.next(reading)) {
            made++;
            repeats += reading.isRepeat() ? 1 : 0;
            behind += !reading.isRepeat() && !reading.isInTime() ? 1 : 0;
            int partition = reading.partition();
            producers.set(reading.sensor());
            byte[] key = SensorName.of(reading.sensor());
            byte[] value = format.write(reading, schemaId);
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                    STREAM,
                    partition,
                    offsets[partition]++,
                    reading.time(),
                    TimestampType.LOG_APPEND_TIME,
                    key.length,
                    value.length,
                    key,
                    value,
                    new RecordHeaders(),
                    Optional.empty());
            reader.readArrays(record, batches[partition]);
            if (++waiting[partition] == BATCH) {
                judge(partition);
            }
            if (reading.time() >= time) {
                break;
            }
        }
        for (int partition = 0; partition < batches.length; partition++) {
            judge(partition);
        }
    }

    private void judge(int partition) {
        batches[partition].endAt(offsets[partition]);
        judge.judge(batches[partition], partitions.get(partition), new NoOutput());
        batches[partition] = reader.batch(partition, offsets[partition], BATCH);
        waiting[partition] = 0;
    }

    /** What a checkpoint takes of each partition while the task waits. */
    List<byte[]> snapshot() {
        return partitions.stream().map(JudgedPartition::toBytes).toList();
    }

    /** Forgets all state, so that what it took can be seen. */
    void forget() {
        partitions.clear();
    }

    /** What is wrong with the state; empty if nothing is. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        expect(
                "remembered producers",
                producers.cardinality(),
                partitions.stream().mapToLong(each -> each.fates().remembered()).sum(),
                problems);
        expect("records on time", made - repeats - behind, count(Fate.ON_TIME), problems);
        expect("repeats", repeats, count(Fate.DUPLICATE), problems);
        expect("late records", behind, count(Fate.LATE), problems);
        List<byte[]> snapshots = snapshot();
        for (int partition = 0; partition < snapshots.size(); partition++) {
            byte[] snapshot = snapshots.get(partition);
            if (!Arrays.equals(snapshot, source.partition(partition, snapshot).toBytes())) {
                problems.add("a snapshot isn't what is read back from it");
            }
        }
        return problems;
    }

    private long count(Fate fate) {
        return partitions.stream().mapToLong(each -> each.fates().count(fate)).sum();
    }

    private static void expect(String what, long expected, long found, List<String> problems) {
        if (expected != found) {
            problems.add("expected " + expected + " " + what + ", found " + found);
        }
    }
}
