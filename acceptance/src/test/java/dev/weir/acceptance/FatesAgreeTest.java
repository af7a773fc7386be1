package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Compatibility;
import dev.weir.contract.Heartbeat;
import dev.weir.contract.LedgerEntry;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.operate.fate.PartitionOracle;
import dev.weir.operate.fate.Verdict;
import dev.weir.operate.log.LogRecord;
import dev.weir.streams.RegistryWait;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.PartitionFates;
import dev.weir.streams.judge.AddedColumns;
import dev.weir.streams.judge.Batch;
import dev.weir.streams.judge.Judge;
import dev.weir.streams.judge.Judged;
import dev.weir.streams.judge.JudgedPartition;
import dev.weir.streams.judge.Reading;
import dev.weir.streams.judge.RecordReader;
import dev.weir.streams.judge.Shown;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The source's judge and the audit's oracle are written twice from docs/fates.md: whatever a log says, they agree on each
 * of its records, through restores and changes of the contract.
 */
class FatesAgreeTest {

    private static final int LOGS = 60;
    private static final int EVENTS = 4_000;
    private static final long START = 1_767_225_600_000L;

    private static final String SCHEMA = """
            {"type": "record", "name": "Event", "fields": [
              {"name": "p", "type": "string"}, {"name": "seq", "type": "long"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
            """;

    private record Account(@Nullable Fate fate, long resets, long givenUp) {}

    private static StreamContract contract(boolean bySequence, Random random) throws Exception {
        String identity = (bySequence ? "producer: p, sequence: seq" : "id: [p, seq]") + ", within: "
                + List.of("5s", "60s", "10m").get(random.nextInt(3));
        String disorder = List.of("0s", "1s", "10s", "2m").get(random.nextInt(4));
        String yaml = "stream: s\nschema: s.avsc\nkey: p\npartitions: 1\ntime: { field: at, ahead: "
                + List.of("1s", "5m", "36500d").get(random.nextInt(3)) + ", disorder: " + disorder + " }\nidentity: { "
                + identity + " }\n";
        return ContractSource.parse(Path.of("s.yaml"), yaml, SchemaFormat.AVRO, SCHEMA)
                .contract();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void judgeAndOracleAgreeOnEachRecord(boolean bySequence) throws Exception {
        Set<Fate> seen = EnumSet.noneOf(Fate.class);
        long resets = 0;
        long givenUp = 0;
        long heartbeats = 0;
        for (int seed = 0; seed < LOGS; seed++) {
            Random random = new Random(seed);
            StreamContract contract = contract(bySequence, random);
            InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
            int id = registry.register("s-value", contract.schema(), Compatibility.NONE)
                    .id();
            JsonEventEncoder encoder = new JsonEventEncoder(contract, id);
            PartitionOracle oracle = new PartitionOracle(registry, 0);
            oracle.begin(contract);
            Source source = new Source(contract, registry);
            Events events = new Events(random);
            for (int offset = 0; offset < EVENTS; offset++) {
                if (random.nextInt(100) == 0) {
                    source = source.restored(contract);
                }
                if (random.nextInt(400) == 0) {
                    contract = contract(bySequence, random);
                    oracle.begin(contract);
                    source = source.restored(contract);
                }
                events.next();
                ConsumerRecord<byte[], byte[]> record =
                        random.nextInt(20) == 0 ? events.heartbeat(offset) : events.record(offset, encoder);

                Account one = source.read(record);
                Account two = judged(record, oracle);

                assertThat(one)
                        .as("seed %s, offset %s, %s, %s", seed, offset, events, record)
                        .isEqualTo(two);
                if (two.fate == null) {
                    heartbeats++;
                } else {
                    seen.add(two.fate);
                }
                resets += two.resets;
                givenUp += two.givenUp;
            }
        }
        // Not vacuously.
        assertThat(seen).containsExactlyInAnyOrder(Fate.values());
        assertThat(heartbeats).isGreaterThan(100L * LOGS);
        if (bySequence) {
            assertThat(resets).isGreaterThan(LOGS);
            assertThat(givenUp).isGreaterThan(20);
        }
    }

    private static Account judged(ConsumerRecord<byte[], byte[]> record, PartitionOracle oracle) throws Exception {
        LogRecord read = new LogRecord(
                record.offset(), record.timestamp(), record.key(), record.value(), Heartbeat.timeOf(record));
        if (read.heartbeat() != null) {
            oracle.pass(read);
            return new Account(null, 0, 0);
        }
        Verdict verdict = oracle.judge(read);
        return new Account(Fate.valueOf(verdict.fate().name()), verdict.reset() ? 1 : 0, verdict.gaveUp() ? 1 : 0);
    }

    /** What a source does with one partition, record by record. */
    private static final class Source implements SourceOutput<RowData> {

        private static final int HEARTBEATS =
                LedgerEntry.SCHEMA.fields().fields().size() - 1;

        private final InMemorySchemaRegistry registry;
        private final RecordReader reader;
        private final JudgedPartition partition;
        private final Judge judge;
        private final List<RowData> emitted = new ArrayList<>();

        Source(StreamContract contract, InMemorySchemaRegistry registry) {
            this(contract, registry, null);
        }

        private Source(StreamContract contract, InMemorySchemaRegistry registry, byte @Nullable [] state) {
            this.registry = registry;
            Reading reading = new Reading(
                    contract,
                    (stream, wait) -> registry,
                    List.of("p", "seq", "at"),
                    AddedColumns.NONE,
                    Set.of(Shown.values()),
                    List.of(),
                    TypeInformation.of(RowData.class),
                    "plant");
            reader = reading.open(new RegistryWait());
            judge = new Judge(new UnregisteredMetricsGroup(), reading);
            partition = state == null ? reading.partition(0) : reading.partition(0, state);
        }

        Source restored(StreamContract contract) {
            return new Source(contract, registry, partition.toBytes());
        }

        Account read(ConsumerRecord<byte[], byte[]> record) throws IOException {
            PartitionFates fates = partition.fates();
            long resets = fates.restarts();
            long givenUp = fates.rangesGivenUp();
            emitted.clear();
            Batch batch = reader.batch(0, record.offset(), 1);
            reader.readArrays(record, batch);
            judge.judge(batch, partition, this);
            RowData entry = Judged.range(emitted.remove(emitted.size() - 1)).entry("", "", 0);
            Fate fate = entry.getLong(HEARTBEATS) == 1
                    ? null
                    : Judged.isDead(emitted.get(0)) ? Fate.DEAD : Judged.fate(emitted.get(0));
            assertThat(emitted).hasSize(fate == null ? 0 : 1);
            return new Account(fate, fates.restarts() - resets, fates.rangesGivenUp() - givenUp);
        }

        @Override
        public void collect(RowData judged) {
            emitted.add(judged);
        }

        @Override
        public void collect(RowData judged, long timestamp) {
            emitted.add(judged);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }

    /** Events of a few producers that repeat, leave out, restart and are late. */
    private static final class Events {

        private final Random random;
        private final long[] sequences = new long[6];
        private final long[] lasts = new long[6];
        private final int spread;
        private long now = START;
        private String producer = "";
        private long sequence;
        private long time;

        Events(Random random) {
            this.random = random;
            Arrays.fill(lasts, START);
            spread = List.of(3, 30, 300).get(random.nextInt(3));
        }

        void next() {
            int which = random.nextInt(sequences.length);
            producer = "p" + which;
            now += random.nextInt(100) == 0 ? random.nextInt(700_000) : random.nextInt(300);
            time = random.nextInt(3) == 0
                    ? now - random.nextInt(List.of(10, 2_000, 90_000).get(random.nextInt(3)))
                    : now;
            if (random.nextInt(500) == 0) {
                sequences[which] = random.nextInt(10);
            }
            switch (random.nextInt(6)) {
                case 0 -> {
                    // What was left out, or a repeat with an older time.
                    sequence = sequences[which] - random.nextInt(3 * spread);
                    time = Math.min(time, lasts[which]);
                }
                case 1 -> sequence = sequences[which] += 1 + random.nextInt(spread);
                case 2 -> {
                    sequence = sequences[which];
                    time = lasts[which];
                }
                case 3 -> sequence = sequences[which] += 2;
                default -> sequence = sequences[which] += 1;
            }
            lasts[which] = Math.max(lasts[which], time);
        }

        /** Heartbeats from the past to beyond all time, and what only looks like one. */
        ConsumerRecord<byte[], byte[]> heartbeat(long offset) {
            long said = switch (random.nextInt(8)) {
                case 0 -> now - random.nextInt(200_000);
                case 1 -> now + 1_000 + random.nextInt(3) - 1;
                case 2 -> now + 300_000 + random.nextInt(3) - 1;
                case 3 -> random.nextLong();
                case 4 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
                default -> now;
            };
            byte[] header = ByteBuffer.allocate(8).putLong(said).array();
            return switch (random.nextInt(10)) {
                case 0 -> record(offset, "p0".getBytes(StandardCharsets.UTF_8), null, header);
                case 1 -> record(offset, null, new byte[] {1}, header);
                case 2 -> record(offset, null, null, Arrays.copyOf(header, 7));
                default -> record(offset, null, null, header);
            };
        }

        private ConsumerRecord<byte[], byte[]> record(
                long offset, byte @Nullable [] key, byte @Nullable [] value, byte @Nullable [] heartbeat) {
            RecordHeaders headers = new RecordHeaders();
            if (heartbeat != null) {
                headers.add(Heartbeat.HEADER, heartbeat);
            }
            return new ConsumerRecord<>(
                    "s", 0, offset, now, TimestampType.LOG_APPEND_TIME, -1, -1, key, value, headers, Optional.empty());
        }

        ConsumerRecord<byte[], byte[]> record(long offset, JsonEventEncoder encoder) throws Exception {
            byte[] json = "{\"p\": \"%s\", \"seq\": %d, \"at\": %d}"
                    .formatted(producer, sequence, time)
                    .getBytes(StandardCharsets.UTF_8);
            EncodedEvent event = encoder.encode(json, 0, json.length);
            return record(offset, event.key(), event.value(), null);
        }

        @Override
        public String toString() {
            return producer + " " + sequence + " @" + (time - START);
        }
    }
}
