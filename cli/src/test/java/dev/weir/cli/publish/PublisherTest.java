package dev.weir.cli.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {

    private static final String BUSY = "{\"status\":503,\"code\":\"BUSY\"}";
    private static final String UNKNOWN = "{\"status\":503,\"code\":\"UNKNOWN_MAY_BE_STORED\",\"detail\":\"?\"}";
    private static final String REFUSED = "{\"status\":422,\"code\":\"RULE\",\"detail\":\"no\"}";
    private static final String STORED = "{\"status\":200}";

    @TempDir
    private Path folder;

    private final ScriptedDoor door = new ScriptedDoor();
    private final ManualTicker ticker = new ManualTicker();

    @Test
    void rowsAreSentInOrderAndInBatches() throws Exception {
        String file =
                IntStream.range(0, 1_100).mapToObj(i -> "{\"id\":" + i + "}\n").collect(Collectors.joining());

        assertThat(publish(file, Publisher.Repeat.IS_DROPPED, Pace.unbounded()))
                .isEqualTo(new Publisher.Progress(1_100, 0, 0));
        assertThat(door.requests).hasSize(3);
        assertThat(String.join("", door.requests)).isEqualTo(file);
    }

    @Test
    void refusedRowsStandInTheFileWithLineAndReason() throws Exception {
        door.answers.add(events(207, STORED, REFUSED));

        assertThat(publish("{\"id\":1}\n\n{\"id\":2}\n", Publisher.Repeat.IS_DROPPED, Pace.unbounded()))
                .isEqualTo(new Publisher.Progress(1, 1, 0));
        assertThat(Files.readString(refusedFile()))
                .isEqualTo("{\"line\":3,\"code\":\"RULE\",\"detail\":\"no\",\"event\":{\"id\":2}}\n");
    }

    @Test
    void whatIsSurelyNotStoredIsSentAgainAlone() throws Exception {
        door.answers.add(events(207, STORED, BUSY));

        assertThat(publish("{\"id\":1}\n{\"id\":2}\n", Publisher.Repeat.STAYS, Pace.unbounded()))
                .isEqualTo(new Publisher.Progress(2, 0, 0));
        assertThat(door.requests).containsExactly("{\"id\":1}\n{\"id\":2}\n", "{\"id\":2}\n");
        assertThat(refusedFile()).doesNotExist();
    }

    @Test
    void whatMayBeStoredIsSentAgainOnlyWhereARepeatDoesNoHarm() throws Exception {
        door.answers.add(events(207, STORED, UNKNOWN));
        assertThat(publish("{\"id\":1}\n{\"id\":2}\n", Publisher.Repeat.IS_DROPPED, Pace.unbounded())
                        .stored())
                .isEqualTo(2);

        door.answers.add(events(207, STORED, UNKNOWN));
        assertThat(publish("{\"id\":1}\n{\"id\":2}\n", Publisher.Repeat.STAYS, Pace.unbounded()))
                .isEqualTo(new Publisher.Progress(1, 0, 1));
        assertThat(Files.readString(refusedFile())).contains("\"line\":2,\"code\":\"UNKNOWN_MAY_BE_STORED\"");
    }

    @Test
    void newerStateIsSentAgainBehindAnOlderOne() throws Exception {
        door.answers.add(events(207, STORED, BUSY, STORED));

        assertThat(publish("{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n", Publisher.Repeat.OVERWRITES, Pace.unbounded()))
                .isEqualTo(new Publisher.Progress(3, 0, 0));
        assertThat(door.requests.get(1)).isEqualTo("{\"n\":2}\n{\"n\":3}\n");
    }

    @Test
    void missingAnswerIsUnknownButARefusedConnectionIsNot() throws Exception {
        door.failures.add(new ConnectException("refused"));
        assertThat(publish("{\"id\":1}\n", Publisher.Repeat.STAYS, Pace.unbounded())
                        .stored())
                .isEqualTo(1);

        door.failures.add(new IOException("reset"));
        assertThat(publish("{\"id\":1}\n", Publisher.Repeat.STAYS, Pace.unbounded()))
                .isEqualTo(new Publisher.Progress(0, 0, 1));
    }

    @Test
    void doorThatStoresNothingForLongIsGivenUp() {
        for (int i = 0; i < 1_000; i++) {
            door.failures.add(new ConnectException("refused"));
        }

        assertThatThrownBy(() -> publish("{\"id\":1}\n", Publisher.Repeat.IS_DROPPED, Pace.unbounded()))
                .isInstanceOf(DoorException.class)
                .hasMessageContaining("line 1 and those after it");
        assertThat(ticker.slept).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(122));
    }

    @Test
    void usedUpRateIsWaitedForHoweverLong() throws Exception {
        for (int i = 0; i < 3; i++) {
            door.answers.add(new Door.Reply(
                    429, new ObjectMapper().createObjectNode().put("code", "TOO_MANY_EVENTS"), Duration.ofMinutes(5)));
        }

        assertThat(publish("{\"id\":1}\n", Publisher.Repeat.STAYS, Pace.unbounded())
                        .stored())
                .isEqualTo(1);
        assertThat(ticker.slept).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void answerToTheWholeRequestEndsIt() {
        door.answers.add(new Door.Reply(
                409,
                new ObjectMapper().createObjectNode().put("title", "Read only").put("detail", "No."),
                Duration.ZERO));

        assertThatThrownBy(() -> publish("{\"id\":1}\n", Publisher.Repeat.IS_DROPPED, Pace.unbounded()))
                .isInstanceOfSatisfying(
                        DoorException.class, e -> assertThat(e.status()).isEqualTo(409))
                .hasMessageContaining("Read only");
    }

    @Test
    void rateAndEventTimeSetThePace() throws Exception {
        String file = "{\"at\":0}\n{\"at\":60000}\n{\"at\":\"1970-01-01T00:02:00Z\"}\n";

        publish(file, Publisher.Repeat.IS_DROPPED, new Pace(null, 60.0, "at"));
        assertThat(ticker.slept).isEqualTo(Duration.ofSeconds(2));
        assertThat(door.requests).hasSize(3);

        publish(file, Publisher.Repeat.IS_DROPPED, new Pace(2.0, null, null));
        assertThat(ticker.slept).isEqualTo(Duration.ofSeconds(3));
    }

    private Publisher.Progress publish(String file, Publisher.Repeat repeat, Pace pace) throws Exception {
        return new Publisher(door, repeat, pace, progress -> {}, ticker)
                .publish(new NdjsonRows(new ByteArrayInputStream(file.getBytes(UTF_8)), Map.of()), refusedFile());
    }

    private Path refusedFile() {
        return folder.resolve("x.refused.ndjson");
    }

    private static Door.Reply events(int status, String... events) throws IOException {
        return new Door.Reply(
                status,
                new ObjectMapper().readTree("{\"events\":[" + String.join(",", events) + "]}"),
                Duration.ofSeconds(1));
    }

    /** Answers what it is told to, and then that all is stored. */
    private static final class ScriptedDoor implements Door {
        private final List<String> requests = new ArrayList<>();
        private final Deque<Reply> answers = new ArrayDeque<>();
        private final Deque<IOException> failures = new ArrayDeque<>();

        @Override
        public Reply send(String lines) throws IOException {
            if (!failures.isEmpty()) {
                throw failures.poll();
            }
            requests.add(lines);
            if (!answers.isEmpty()) {
                return answers.poll();
            }
            return events(200, lines.lines().map(line -> STORED).toArray(String[]::new));
        }
    }

    private static final class ManualTicker implements Ticker {
        private Duration slept = Duration.ZERO;

        @Override
        public long nanos() {
            return slept.toNanos();
        }

        @Override
        public void sleep(Duration duration) {
            slept = slept.plus(duration);
        }
    }
}
