package dev.weir.operate.dead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.operate.TestingStream;
import dev.weir.operate.dead.Replay.Outcome;
import dev.weir.operate.log.InMemoryCommittedLog;
import dev.weir.operate.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private record Sent(String key, String json, Map<String, String> headers) {}

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final InMemoryCommittedLog log = new InMemoryCommittedLog();
    private final TestingStream stream = new TestingStream(registry, TestingStream.BY_SEQUENCE);
    private final List<Sent> sent = new ArrayList<>();

    private Outcome replay(TestingStream today, DeadLetter letter, Edit edit, boolean force) throws Exception {
        JsonEventDecoder decoder = new JsonEventDecoder(stream.contract().schema());
        Replay replay = new Replay(
                log,
                registry,
                today.published(),
                Clock.fixed(TestingStream.START.plusSeconds(100), ZoneOffset.UTC),
                (key, value, headers) -> {
                    try {
                        sent.add(new Sent(new String(key, StandardCharsets.UTF_8), decoder.decode(value), headers));
                    } catch (dev.weir.contract.event.RecordRejectedException e) {
                        throw new IllegalStateException(e);
                    }
                    return new DeadPosition(0, 1_000);
                });
        return replay.replay(letter, edit, force);
    }

    private static DeadLetter letter(byte @Nullable [] key, byte @Nullable [] value) {
        return new DeadLetter("readings", 2, 7, TestingStream.START, "RULE", "", "x", "y", key, value);
    }

    private DeadLetter letter(String event) {
        LogRecord record = stream.record(7, event);
        return letter(record.key(), record.value());
    }

    @Test
    void eventThatKeepsTodaysContractIsSentWithItsBytesAndAMark() throws Exception {
        TestingStream mended =
                new TestingStream(registry, TestingStream.BY_SEQUENCE.replace("value >= 0", "value >= -9"));

        Outcome outcome = replay(mended, letter("a 1 @5 value=-1"), Edit.NONE, false);

        assertThat(outcome).isEqualTo(new Outcome(new DeadPosition(2, 7), new DeadPosition(0, 1_000), ""));
        assertThat(sent)
                .containsExactly(new Sent(
                        "a",
                        "{\"producer\":\"a\",\"seq\":1,\"at\":\"2026-01-01T00:00:05Z\",\"value\":-1}",
                        Map.of(Replay.HEADER, "readings-2@7 #1")));
    }

    @Test
    void eventThatWouldDieAgainIsRefused() throws Exception {
        assertThat(replay(stream, letter("a 1 @5 value=-1"), Edit.NONE, false).why())
                .isEqualTo("it would be dead again: RULE");
        assertThat(replay(stream, letter("a 1 @500"), Edit.NONE, false).why())
                .isEqualTo("it would be dead again: FUTURE at");
        assertThat(sent).isEmpty();
    }

    @Test
    void fieldsAreChangedByTheirTypes() throws Exception {
        Edit edit = new Edit(null, Map.of("value", "5", "producer", "7", "at", "2026-01-01T00:00:09Z"));

        assertThat(replay(stream, letter("a 1 @5 value=-1"), edit, false).why()).isEmpty();

        assertThat(sent)
                .extracting(Sent::key, Sent::json)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "7", "{\"producer\":\"7\",\"seq\":1,\"at\":\"2026-01-01T00:00:09Z\",\"value\":5}"));
    }

    @Test
    void changeThatIsWrongIsRefused() throws Exception {
        DeadLetter letter = letter("a 1 @5 value=-1");

        assertThat(replay(stream, letter, new Edit(null, Map.of("valeu", "5")), false)
                        .why())
                .isEqualTo("There is no column 'valeu'.");
        assertThat(replay(stream, letter, new Edit(null, Map.of("value", "five")), false)
                        .why())
                .startsWith("The change isn't JSON");
        assertThat(replay(stream, letter, new Edit(null, Map.of("seq", "null")), false)
                        .why())
                .contains("'seq'");
        assertThat(sent).isEmpty();
    }

    @Test
    void whatCannotBeReadNeedsTheWholeEvent() throws Exception {
        DeadLetter broken = letter(null, new byte[] {1});
        Edit whole = new Edit("{\"producer\": \"b\", \"seq\": 2, \"at\": \"2026-01-01T00:00:01Z\"}", Map.of());

        assertThat(replay(stream, broken, Edit.NONE, false).why())
                .contains("can't be read")
                .endsWith("with --file");
        assertThat(replay(stream, letter(null, null), Edit.NONE, false).why()).endsWith("with --file");
        assertThat(replay(stream, broken, whole, false).why()).isEmpty();
        assertThat(sent).extracting(Sent::key).containsExactly("b");
    }

    @Test
    void eventThatDiesAgainAndAgainIsNotReplayedForEver() throws Exception {
        log.header("readings-2@7", Replay.HEADER, "readings-0@1 #3");

        assertThat(replay(stream, letter("a 1 @5"), Edit.NONE, false).why()).startsWith("it was replayed 3 times");
        assertThat(replay(stream, letter("a 1 @5"), Edit.NONE, true).why()).isEmpty();
        assertThat(sent).extracting(Sent::headers).containsExactly(Map.of(Replay.HEADER, "readings-2@7 #4"));
    }
}
