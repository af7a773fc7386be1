package dev.weir.gateway.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Compatibility;
import dev.weir.contract.EventTime;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.gateway.http.Door;
import dev.weir.gateway.log.AppendResult;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.log.InMemoryEventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.ServedStream;
import dev.weir.gateway.stream.StreamDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One gateway and its clock: {@code now} in milliseconds. Events are stored in partition 0 of 3. */
class HeartbeatsTest {

    private static final long START = 1_767_225_600_000L;
    private static final long STEP = 250;

    private final StreamDirectory streams = new StreamDirectory();
    private final InMemoryEventLog kafka = new InMemoryEventLog();
    private final GatewayMetrics metrics = new GatewayMetrics();
    private long now = START;
    private final Heartbeats heartbeats =
            new Heartbeats(kafka, streams, metrics, () -> (now - START) * 1_000_000, () -> now);
    private final EventLog log = heartbeats.listenTo();

    @AfterEach
    void close() {
        heartbeats.close();
    }

    private void serve(String name, Mode mode, @Nullable Duration disorder) {
        StreamContract like = Door.contract(name, mode, null);
        StreamContract contract = new StreamContract(
                name,
                mode,
                like.schema(),
                like.key(),
                disorder == null ? null : new EventTime("at", disorder, Duration.ofMinutes(5), null),
                null,
                3,
                null,
                Compatibility.NONE,
                List.of(),
                List.of());
        streams.put(new ServedStream(contract, 1, 7, Map.of(7, contract.schema()), true));
    }

    private void event(String stream, @Nullable Long time) {
        log.append(stream, new EncodedEvent(null, new byte[1], time), Map.of(), result -> {});
    }

    /** Lets time pass, with a step of the gateway every so often. */
    private void pass(Duration time) {
        for (long end = now + time.toMillis(); now < end; ) {
            now += STEP;
            heartbeats.step();
        }
    }

    /** How many heartbeats there are by partition. */
    private Map<Integer, Integer> counts() {
        Map<Integer, Integer> counts = new TreeMap<>();
        kafka.heartbeats().forEach(beat -> counts.merge(beat.partition(), 1, Integer::sum));
        return counts;
    }

    private long newestBeat() {
        return kafka.heartbeats().stream()
                .mapToLong(InMemoryEventLog.Beaten::time)
                .max()
                .orElseThrow();
    }

    private List<String> lines() {
        return new String(metrics.text(), StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void silentPartitionsOfALiveStreamGetTheTimeOfItsNewestEvent() {
        serve("orders", Mode.APPEND, Duration.ofSeconds(20));
        for (int i = 0; i < 20; i++) {
            event("orders", now - 3_000);
            pass(Duration.ofMillis(500));
        }

        // A tenth of the disorder after the first event, and each time after the heartbeat before.
        assertThat(counts()).isEqualTo(Map.of(1, 5, 2, 5));
        assertThat(kafka.heartbeats().get(0)).isEqualTo(new InMemoryEventLog.Beaten("orders", 1, START - 1_000));
        assertThat(lines()).contains("weir_gateway_heartbeats_total{stream=\"orders\"} 10.0");
    }

    @Test
    void timeGoesOnWithTheClockWhenTheWholeStreamIsQuietEverLessOften() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now - 3_000);
        pass(Duration.ofSeconds(10));

        assertThat(counts().get(0)).isBetween(8, 10);
        assertThat(newestBeat()).isBetween(now - 4_000, now - 3_000);

        pass(Duration.ofHours(1));
        int before = counts().get(0);
        pass(Duration.ofHours(1));

        assertThat(counts().get(0) - before).isEqualTo(60);
        assertThat(newestBeat()).isBetween(now - 63_000, now - 3_000);
    }

    @Test
    void heartbeatIsNeverBeyondTheClock() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now + 240_000);
        pass(Duration.ofSeconds(3));

        assertThat(kafka.heartbeats()).isNotEmpty();
        assertThat(newestBeat()).isLessThanOrEqualTo(now);
    }

    @Test
    void replayOfOldEventsGetsNoHeartbeats() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        for (int i = 0; i < 20; i++) {
            event("orders", now - 300_001);
            pass(Duration.ofMillis(500));
        }
        assertThat(kafka.heartbeats()).isEmpty();

        event("orders", now - 300_000);
        pass(Duration.ofSeconds(2));
        assertThat(kafka.heartbeats()).isNotEmpty();
    }

    @Test
    void eventFromTheFutureIsDeadAndSaysNothing() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now + 300_001);
        event("orders", Long.MAX_VALUE);
        event("orders", Long.MIN_VALUE);
        pass(Duration.ofSeconds(5));
        assertThat(kafka.heartbeats()).isEmpty();

        event("orders", now - 60_000);
        pass(Duration.ofSeconds(2));
        assertThat(newestBeat()).isLessThanOrEqualTo(now - 60_000);
    }

    @Test
    void streamsThatAreKeyedOrHaveNoTimeGetNone() {
        serve("people", Mode.UPSERT, Duration.ZERO);
        serve("notes", Mode.APPEND, null);
        event("people", now);
        event("notes", null);
        event("unknown", now);
        pass(Duration.ofSeconds(5));

        assertThat(kafka.heartbeats()).isEmpty();
    }

    @Test
    void streamThatIsGoneOrHasAnotherContractGetsNoneUntilItsNextEvent() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now);
        pass(Duration.ofSeconds(2));
        serve("orders", Mode.APPEND, Duration.ofSeconds(1));
        int before = kafka.heartbeats().size();
        pass(Duration.ofSeconds(5));
        assertThat(kafka.heartbeats()).hasSize(before);

        event("orders", now);
        pass(Duration.ofSeconds(2));
        before = kafka.heartbeats().size();
        streams.remove("orders");
        pass(Duration.ofSeconds(5));

        assertThat(before).isGreaterThan(3);
        assertThat(kafka.heartbeats()).hasSize(before);
    }

    @Test
    void heartbeatFollowsOnlyEventsThatAStepBeforeKnew() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now - 60_000);
        pass(Duration.ofSeconds(2));
        int before = kafka.heartbeats().size();
        now += 2_000;
        event("orders", now);

        heartbeats.step();

        assertThat(kafka.heartbeats().size()).isGreaterThan(before);
        assertThat(newestBeat()).isLessThan(now - 55_000);
    }

    @Test
    void onePerPartitionIsOnItsWayAtMostAndNoneWhileKafkaIsAway() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now);
        kafka.holdBack();
        pass(Duration.ofMinutes(1));
        assertThat(counts()).isEqualTo(Map.of(0, 1, 1, 1, 2, 1));

        kafka.acknowledge();
        kafka.setReachable(false);
        pass(Duration.ofMinutes(1));
        assertThat(counts()).isEqualTo(Map.of(0, 1, 1, 1, 2, 1));

        kafka.setReachable(true);
        pass(Duration.ofSeconds(1));
        assertThat(counts()).isEqualTo(Map.of(0, 2, 1, 2, 2, 2));
    }

    @Test
    void timeStandsStillAfterAFailureUntilTheNextEventThatIsStored() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now);
        pass(Duration.ofSeconds(2));
        int before = kafka.heartbeats().size();
        failWith(AppendResult.Unknown::new);
        event("orders", now);
        failWith(() -> null);
        pass(Duration.ofSeconds(30));
        assertThat(kafka.heartbeats()).hasSize(before);

        // What is sent again is thirty seconds old, and nothing may make it older than it is.
        event("orders", now - 30_000);
        pass(Duration.ofSeconds(2));
        assertThat(kafka.heartbeats().size()).isGreaterThan(before);
        assertThat(newestBeat()).isLessThanOrEqualTo(now - 30_000);
    }

    @Test
    void heartbeatThatFailsIsCountedAndTimeGoesOn() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now);
        failWith(AppendResult.Busy::new);
        pass(Duration.ofMillis(1_500));
        assertThat(lines())
                .contains(
                        "weir_gateway_heartbeats_total{stream=\"orders\"} 0.0",
                        "weir_gateway_heartbeats_failed_total{stream=\"orders\"} 3.0");

        failWith(() -> null);
        pass(Duration.ofSeconds(30));
        assertThat(newestBeat()).isGreaterThan(now - 10_000);
    }

    @Test
    void streamWhoseHeartbeatsKafkaRefusesGetsNoMore() {
        serve("orders", Mode.APPEND, Duration.ZERO);
        event("orders", now);
        failWith(() -> new AppendResult.Refused("InvalidRecordException"));
        pass(Duration.ofSeconds(2));
        failWith(() -> null);
        event("orders", now);
        pass(Duration.ofSeconds(30));

        assertThat(kafka.heartbeats()).isEmpty();
    }

    @Test
    void manyStreamsTakeTurnsWithinABound() {
        kafka.holdBack();
        for (int i = 0; i < 100; i++) {
            serve("s-" + i, Mode.APPEND, Duration.ZERO);
            event("s-" + i, now);
        }
        kafka.acknowledge();
        kafka.holdBack();
        pass(Duration.ofSeconds(5));
        assertThat(kafka.heartbeats()).hasSize(128);

        kafka.acknowledge();
        pass(Duration.ofSeconds(1));

        assertThat(kafka.heartbeats().stream().map(InMemoryEventLog.Beaten::topic))
                .containsAll(streams.all().keySet());
    }

    private void failWith(Supplier<@Nullable AppendResult> failure) {
        kafka.failWith(failure);
    }
}
