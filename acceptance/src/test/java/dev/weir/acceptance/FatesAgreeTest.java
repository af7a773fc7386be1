package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Compatibility;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.operate.fate.PartitionOracle;
import dev.weir.operate.fate.Verdict;
import dev.weir.operate.log.LogRecord;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.FateRules;
import dev.weir.streams.fate.PartitionFates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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

    private record Judged(Fate fate, long resets, long givenUp) {}

    private static StreamContract contract(boolean bySequence, Random random) throws Exception {
        String identity = (bySequence ? "producer: p, sequence: seq" : "id: [p, seq]") + ", within: "
                + List.of("5s", "60s", "10m").get(random.nextInt(3));
        String disorder = List.of("0s", "1s", "10s", "2m").get(random.nextInt(4));
        String yaml = "stream: s\nschema: s.avsc\nkey: p\npartitions: 1\ntime: { field: at, ahead: 36500d, disorder: "
                + disorder + " }\nidentity: { " + identity + " }\n";
        return ContractSource.parse(Path.of("s.yaml"), yaml, SchemaFormat.AVRO, SCHEMA)
                .contract();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void judgeAndOracleAgreeOnEachRecord(boolean bySequence) throws Exception {
        Set<Fate> seen = EnumSet.noneOf(Fate.class);
        long resets = 0;
        long givenUp = 0;
        for (int seed = 0; seed < LOGS; seed++) {
            Random random = new Random(seed);
            StreamContract contract = contract(bySequence, random);
            InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
            int id = registry.register("s-value", contract.schema(), Compatibility.NONE)
                    .id();
            JsonEventEncoder encoder = new JsonEventEncoder(contract, id);
            PartitionOracle oracle = new PartitionOracle(registry, 0);
            oracle.begin(contract);
            PartitionFates fates = new PartitionFates(FateRules.of(contract));
            Events events = new Events(random);
            for (int offset = 0; offset < EVENTS; offset++) {
                if (random.nextInt(100) == 0) {
                    fates = PartitionFates.of(FateRules.of(contract), fates.toBytes());
                }
                if (random.nextInt(400) == 0) {
                    contract = contract(bySequence, random);
                    oracle.begin(contract);
                    fates = PartitionFates.of(FateRules.of(contract), fates.toBytes());
                }
                events.next();
                long before = fates.restarts();
                long givenUpBefore = fates.rangesGivenUp();

                Fate fate = fates.judge(events.time, events.key(bySequence), events.sequence);
                Verdict verdict = oracle.judge(events.record(offset, encoder));

                Judged one = new Judged(fate, fates.restarts() - before, fates.rangesGivenUp() - givenUpBefore);
                Judged two = new Judged(
                        Fate.valueOf(verdict.fate().name()), verdict.reset() ? 1 : 0, verdict.gaveUp() ? 1 : 0);
                assertThat(one)
                        .as("seed %s, offset %s, %s, oracle: %s", seed, offset, events, verdict.reason())
                        .isEqualTo(two);
                seen.add(fate);
                resets += two.resets;
                givenUp += two.givenUp;
            }
        }
        // Not vacuously.
        assertThat(seen).contains(Fate.ON_TIME, Fate.LATE, Fate.DUPLICATE);
        if (bySequence) {
            assertThat(resets).isGreaterThan(LOGS);
            assertThat(givenUp).isGreaterThan(20);
        }
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

        byte[] key(boolean bySequence) {
            return KeyFormat.encode(bySequence ? List.of(producer) : List.of(producer, sequence));
        }

        LogRecord record(long offset, JsonEventEncoder encoder) throws Exception {
            byte[] json = "{\"p\": \"%s\", \"seq\": %d, \"at\": %d}"
                    .formatted(producer, sequence, time)
                    .getBytes(StandardCharsets.UTF_8);
            EncodedEvent event = encoder.encode(json, 0, json.length);
            return new LogRecord(offset, now, event.key(), event.value());
        }

        @Override
        public String toString() {
            return producer + " " + sequence + " @" + (time - START);
        }
    }
}
