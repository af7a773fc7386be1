package dev.weir.operate.fate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.TestingStream;
import dev.weir.operate.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of docs/fates.md, each as a small log. */
class PartitionOracleTest {

    private static final String TIMELESS = "key: producer\npartitions: 1\n";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private PartitionOracle oracle = new PartitionOracle(registry, 0);

    private List<String> fates(String options, String... events) throws RegistryUnavailableException {
        TestingStream stream = new TestingStream(registry, options);
        oracle.begin(stream.contract());
        return fates(stream.log(events));
    }

    private List<String> fates(List<LogRecord> log) throws RegistryUnavailableException {
        List<String> fates = new ArrayList<>();
        for (LogRecord record : log) {
            Verdict verdict = oracle.judge(record);
            fates.add((verdict.fate()
                    + (verdict.reason().isEmpty() ? "" : " " + verdict.reason())
                    + (verdict.reset() ? " reset" : "")
                    + (verdict.gaveUp() ? " gave up" : "")
                    + (verdict.misplaced() ? " misplaced" : "")));
        }
        return fates;
    }

    @Test
    void eventWithinTheDisorderIsOnTimeAndOneBehindItLate() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 1 @100", "a 2 @90", "a 3 @89.999", "a 4 @100"))
                .containsExactly("ON_TIME", "ON_TIME", "LATE DISORDER", "ON_TIME");
    }

    @Test
    void lateEventEntersTheMemory() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 1 @100", "a 2 @50", "a 2 @50"))
                .containsExactly("ON_TIME", "LATE DISORDER", "DUPLICATE");
        assertThat(fates(TestingStream.BY_ID, "a 1 @1000", "a 2 @950", "a 2 @950"))
                .containsExactly("ON_TIME", "LATE DISORDER", "DUPLICATE");
    }

    @Test
    void deadEventNeitherMovesTheTimeNorEntersTheMemory() throws Exception {
        assertThat(fates(
                        TestingStream.BY_SEQUENCE,
                        "a 1 @0",
                        "a 2 @200 value=-1",
                        "a 3 @900 append=0",
                        "a 2 @1",
                        "a 3 @2",
                        "a - @2"))
                .containsExactly(
                        "ON_TIME", "DEAD RULE", "DEAD FUTURE at", "ON_TIME", "ON_TIME", "DEAD MISSING_FIELD seq");
    }

    @Test
    void eventMayBeAheadOfTheBrokerByExactlyTheDeclaredTime() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 1 @300 append=0", "a 2 @300.001 append=0"))
                .containsExactly("ON_TIME", "DEAD FUTURE at");
    }

    @Test
    void timeIsCutOffToMilliseconds() throws Exception {
        TestingStream stream = new TestingStream(registry, TestingStream.BY_SEQUENCE);
        oracle.begin(stream.contract());
        long append = TestingStream.START.toEpochMilli();
        List<LogRecord> log = new ArrayList<>();
        for (String at : List.of("2026-01-01T00:00:10.000999Z", "2026-01-01T00:00:00.000001Z")) {
            byte[] value = stream.json("{\"producer\": \"a\", \"seq\": %d, \"at\": \"%s\"}".formatted(log.size(), at))
                    .value();
            log.add(new LogRecord(log.size(), append, "a".getBytes(StandardCharsets.UTF_8), value));
        }

        assertThat(fates(log)).containsExactly("ON_TIME", "ON_TIME");
    }

    @Test
    void whatIsBeyondTheHorizonIsTooOldToTell() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 1 @4000", "a 2 @400", "a 3 @399.999", "a 3 @401"))
                .containsExactly("ON_TIME", "LATE DISORDER", "LATE HORIZON", "LATE DISORDER");
    }

    @Test
    void disorderBeyondTheIdentitysTimeIsTheHorizon() throws Exception {
        String options = TestingStream.BY_ID.replace("disorder: 10s", "disorder: 10m");

        assertThat(fates(options, "a 1 @1000", "a 2 @400", "a 2 @400", "a 3 @399", "a 1 @939", "a 1 @940"))
                .containsExactly("ON_TIME", "ON_TIME", "DUPLICATE", "LATE HORIZON", "ON_TIME", "DUPLICATE");
    }

    @Test
    void idRepeatsWithinItsTimeOnBothSides() throws Exception {
        String options = TestingStream.BY_ID.replace("disorder: 10s", "disorder: 10m");

        assertThat(fates(options, "a 1 @500", "a 1 @440", "a 1 @560", "a 1 @439.999", "a 1 @560.001", "a 1 @500"))
                .containsExactly("ON_TIME", "DUPLICATE", "DUPLICATE", "ON_TIME", "ON_TIME", "ON_TIME");
    }

    @Test
    void olderOccurrenceOfAnIdDoesNotReplaceTheNewer() throws Exception {
        String options = TestingStream.BY_ID.replace("disorder: 10s", "disorder: 10m");

        assertThat(fates(options, "a 1 @500", "a 1 @400", "a 1 @400", "a 1 @500"))
                .containsExactly("ON_TIME", "ON_TIME", "ON_TIME", "DUPLICATE");
    }

    @Test
    void idIsForgottenWhenTheTimeHasPassedIt() throws Exception {
        assertThat(fates(TestingStream.BY_ID, "a 1 @0", "b 1 @61", "a 1 @5"))
                .containsExactly("ON_TIME", "ON_TIME", "LATE DISORDER");
    }

    @Test
    void sequenceThatWasUsedIsARepeat() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 5 @5", "a 5 @5", "a 6 @6", "a 5 @5", "b 5 @5"))
                .containsExactly("ON_TIME", "DUPLICATE", "ON_TIME", "DUPLICATE", "ON_TIME");
    }

    @Test
    void missingSequencesArriveOnceEach() throws Exception {
        assertThat(fates(
                        TestingStream.BY_SEQUENCE,
                        "a 5 @5",
                        "a 9 @9",
                        "a 7 @7",
                        "a 7 @7",
                        "a 6 @6",
                        "a 8 @8",
                        "a 8 @8"))
                .containsExactly("ON_TIME", "ON_TIME", "ON_TIME", "DUPLICATE", "ON_TIME", "ON_TIME", "DUPLICATE");
    }

    @Test
    void whatLiesBelowTheFirstThatWasSeenIsMissing() throws Exception {
        assertThat(fates(
                        TestingStream.BY_SEQUENCE,
                        "a 5 @5",
                        "a 2 @2",
                        "a 2 @2",
                        "a -9223372036854775808 @1",
                        "a -1 @1"))
                .containsExactly("ON_TIME", "ON_TIME", "DUPLICATE", "ON_TIME", "ON_TIME");
    }

    @Test
    void sequenceMayBeTheLowestAndTheHighestThereIs() throws Exception {
        assertThat(fates(
                        TestingStream.BY_SEQUENCE,
                        "a -9223372036854775808 @1",
                        "a 9223372036854775807 @2",
                        "a -9223372036854775808 @1",
                        "a 9223372036854775807 @2",
                        "a 0 @1"))
                .containsExactly("ON_TIME", "ON_TIME", "DUPLICATE", "DUPLICATE", "ON_TIME");
    }

    @Test
    void producerThatStartsAgainIsReported() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 5 @5", "a 6 @6", "a 5 @6", "a 5 @7", "a 6 @8", "a 6 @8"))
                .containsExactly("ON_TIME", "ON_TIME", "DUPLICATE", "ON_TIME reset", "ON_TIME", "DUPLICATE");
    }

    @Test
    void whatIsFromBeforeARestartCannotBeTold() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 5 @5", "a 0 @7", "a 0 @8", "a 6 @5", "a 6 @7", "a 6 @7.001"))
                .containsExactly("ON_TIME", "ON_TIME", "ON_TIME reset", "LATE RESTARTED", "LATE RESTARTED", "ON_TIME");
    }

    @Test
    void producerMayStartAgainLate() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 5 @5", "b 1 @100", "a 5 @6", "a 5 @6"))
                .containsExactly("ON_TIME", "ON_TIME", "LATE DISORDER reset", "DUPLICATE");
    }

    @Test
    void producerIsForgottenByEventTime() throws Exception {
        assertThat(fates(TestingStream.BY_SEQUENCE, "a 5 @0", "a 9 @1", "b 1 @3602", "a 5 @3602", "a 5 @3602"))
                .containsExactly("ON_TIME", "ON_TIME", "ON_TIME", "ON_TIME", "DUPLICATE");
    }

    @Test
    void sixtyFifthMissingRangeGivesUpTheLowest() throws Exception {
        List<String> events = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        // The first leaves out all below 0; each later one leaves out one.
        for (int sequence = 0; sequence <= 2 * 64; sequence += 2) {
            events.add("a " + sequence + " @0");
            expected.add(sequence == 2 * 64 ? "ON_TIME gave up" : "ON_TIME");
        }
        events.addAll(List.of("a -5 @0", "a 0 @0", "a 1 @0", "a 3 @0", "a 140 @1", "a 138 @1"));
        expected.addAll(List.of("LATE UNTRACKED", "DUPLICATE", "ON_TIME", "ON_TIME", "ON_TIME", "ON_TIME"));

        assertThat(fates(TestingStream.BY_SEQUENCE, events.toArray(String[]::new)))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void splitRangeCountsAsOneMore() throws Exception {
        List<String> events = new ArrayList<>();
        for (int sequence = 0; sequence <= 63 * 4; sequence += 4) {
            events.add("a " + sequence + " @0");
        }
        events.add("a 2 @0");
        events.add("a -1 @0");

        assertThat(fates(TestingStream.BY_SEQUENCE, events.toArray(String[]::new)))
                .endsWith("ON_TIME", "ON_TIME gave up", "LATE UNTRACKED");
    }

    @Test
    void streamWithoutTimeIsNeverLateByDisorder() throws Exception {
        assertThat(fates(TIMELESS, "a 1 @100", "a 2 @0", "a 2 @0")).containsOnly("ON_TIME");
        oracle = new PartitionOracle(registry, 0);
        assertThat(fates(TIMELESS + "identity: { id: [producer, seq], within: 1m }\n", "a 1 @9", "a 1 @0", "a 2 @0"))
                .containsExactly("ON_TIME", "DUPLICATE", "ON_TIME");
    }

    @Test
    void whatCannotBeDecodedIsDead() throws Exception {
        TestingStream stream = new TestingStream(registry, TestingStream.BY_SEQUENCE);
        oracle.begin(stream.contract());
        byte[] key = "a".getBytes(StandardCharsets.UTF_8);

        assertThat(fates(List.of(
                        TestingStream.raw(0, key, new byte[] {1, 2, 3}),
                        TestingStream.raw(1, key, new byte[] {0, 0, 0, 1, 0, 7}),
                        TestingStream.raw(2, key, new byte[] {0, -1, 0, 1, 0, 7}),
                        stream.framed(3, new byte[] {2}),
                        TestingStream.raw(4, key, null),
                        stream.record(5, "a 1 @0"))))
                .containsExactly(
                        "DEAD MALFORMED",
                        "DEAD WRONG_SCHEMA",
                        "DEAD WRONG_SCHEMA",
                        "DEAD MALFORMED producer",
                        "DEAD TOMBSTONE",
                        "ON_TIME");
    }

    @Test
    void whileTheRegistryIsAwayNothingIsDecided() {
        TestingStream stream = new TestingStream(registry, TestingStream.BY_SEQUENCE);
        oracle.begin(stream.contract());
        registry.setAvailable(false);

        assertThatThrownBy(() -> oracle.judge(stream.record(0, "a 1 @0")))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void versionsOfTheSchemaAreReadAsTheContracts() throws Exception {
        TestingStream older = new TestingStream(registry, TestingStream.BY_SEQUENCE);
        TestingStream newer = new TestingStream(
                registry,
                TestingStream.BY_SEQUENCE,
                ", {\"name\": \"note\", \"type\": \"string\", \"default\": \"-\"}");
        List<LogRecord> log = List.of(older.record(0, "a 1 @0"), newer.record(1, "a 2 @1"), older.record(2, "a 2 @1"));

        oracle.begin(older.contract());
        assertThat(fates(log)).containsExactly("ON_TIME", "ON_TIME", "DUPLICATE");
        oracle = new PartitionOracle(registry, 0);
        oracle.begin(newer.contract());
        assertThat(fates(log)).containsExactly("ON_TIME", "ON_TIME", "DUPLICATE");
    }

    @Test
    void upsertKnowsOnlyOnTimeAndDead() throws Exception {
        TestingStream stream = new TestingStream(registry, """
                mode: upsert
                key: producer
                time: { field: at, disorder: 10s }
                partitions: 1
                """);
        oracle.begin(stream.contract());
        byte[] key = "a".getBytes(StandardCharsets.UTF_8);

        assertThat(fates(List.of(
                        stream.record(0, "a 1 @100"),
                        stream.record(1, "a 1 @0"),
                        TestingStream.raw(2, key, null),
                        TestingStream.raw(3, new byte[] {-1}, null),
                        TestingStream.raw(4, null, null),
                        stream.record(5, "a 1 @900 append=0"))))
                .containsExactly(
                        "ON_TIME",
                        "ON_TIME",
                        "ON_TIME",
                        "DEAD MALFORMED key",
                        "DEAD MISSING_FIELD key misplaced",
                        "DEAD FUTURE at");
    }

    @Test
    void timeGoesOnWithAHeartbeat() throws Exception {
        TestingStream stream = new TestingStream(registry, TestingStream.BY_SEQUENCE);
        oracle.begin(stream.contract());
        oracle.pass(TestingStream.heartbeat(0, "@100 append=100"));
        oracle.pass(TestingStream.heartbeat(1, "@50 append=100"));

        assertThat(fates(stream.log("a 1 @89.999", "a 2 @90"))).containsExactly("LATE DISORDER", "ON_TIME");
    }

    @Test
    void heartbeatThatIsFurtherAheadOfTheBrokerThanAnEventMayBeIsIgnored() throws Exception {
        TestingStream stream = new TestingStream(registry, TestingStream.BY_SEQUENCE);
        oracle.begin(stream.contract());
        oracle.pass(TestingStream.heartbeat(0, "@300.001 append=0"));
        oracle.pass(new LogRecord(1, Long.MAX_VALUE / 2, null, null, Long.MAX_VALUE / 2));
        oracle.pass(new LogRecord(2, TestingStream.START.toEpochMilli(), null, null, Long.MIN_VALUE));
        assertThat(fates(stream.log("a 1 @0"))).containsExactly("ON_TIME");

        oracle.pass(TestingStream.heartbeat(3, "@300 append=0"));
        assertThat(fates(stream.log("a 2 @289"))).containsExactly("LATE DISORDER");
    }

    @Test
    void heartbeatSaysNothingWhereNoTimeIsDeclared() throws Exception {
        TestingStream stream = new TestingStream(registry, """
                key: producer
                identity: { id: [producer, seq], within: 1m }
                partitions: 1
                """);
        oracle.begin(stream.contract());
        oracle.pass(TestingStream.heartbeat(0, "@1000 append=1000"));

        assertThat(fates(stream.log("a 1 @0"))).containsExactly("ON_TIME");
    }

    @Test
    void recordOfAnotherPartitionIsMisplaced() throws Exception {
        String options = TestingStream.BY_SEQUENCE.replace("partitions: 1", "partitions: 4");

        // Kafka's partitioner puts "a" and "b" into partition 0 of 4, "c" into another.
        assertThat(fates(options, "a 1 @0", "b 1 @0", "c 1 @0", "c 2 @0 value=-1"))
                .containsExactly("ON_TIME", "ON_TIME", "ON_TIME misplaced", "DEAD RULE misplaced");
    }

    @Test
    void newDisorderHoldsFromItsEpochOn() throws Exception {
        fates(TestingStream.BY_SEQUENCE, "a 1 @100");

        assertThat(fates(TestingStream.BY_SEQUENCE.replace("10s", "20s"), "a 2 @85", "a 1 @100", "a 3 @79"))
                .containsExactly("ON_TIME", "DUPLICATE", "LATE DISORDER");
    }

    @Test
    void memoryBeginsAnewWithAnotherIdentityButTheTimeStays() throws Exception {
        fates(TestingStream.BY_SEQUENCE, "a 1 @100", "a 2 @100");

        assertThat(fates(TestingStream.BY_SEQUENCE.replace("1h", "2h"), "a 1 @100", "a 2 @80", "a 2 @80"))
                .containsExactly("ON_TIME", "LATE DISORDER", "DUPLICATE");
    }

    @Test
    void whatAnEpochForgotStaysForgotten() throws Exception {
        fates(TestingStream.BY_ID, "a 1 @0", "b 1 @100");

        // The horizon is ten minutes now, but the id was beyond the one before.
        assertThat(fates(TestingStream.BY_ID.replace("10s", "10m"), "a 1 @0", "b 1 @100"))
                .containsExactly("ON_TIME", "DUPLICATE");
    }
}
