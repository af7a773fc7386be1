package dev.weir.cli.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows through the door, in their order, one request at a time, so that events of one key are stored in the
 * file's order. What surely isn't stored is sent again; what perhaps is, only where a repeat does no harm. Not
 * thread-safe.
 */
public final class Publisher {

    /** How far it has come. {@code unknown} rows may be stored or not. */
    public record Progress(long stored, long refused, long unknown) {
        public long rows() {
            return stored + refused + unknown;
        }
    }

    /** What storing an event twice does. */
    public enum Repeat {
        /** It is there twice. */
        STAYS,
        /** It is dropped by the identity that the contract declares. */
        IS_DROPPED,
        /** It is the newest state of its key again. */
        OVERWRITES
    }

    private static final int BATCH_EVENTS = 500;
    private static final int BATCH_CHARS = 250_000;
    /** Events that are due this soon are sent along. */
    private static final Duration EARLY = Duration.ofMillis(20);

    private static final Duration GIVE_UP = Duration.ofMinutes(2);
    /** The door says exactly when it takes more, so that a wait is no sign of trouble. */
    private static final String RATE_USED_UP = "TOO_MANY_EVENTS";

    private static final Set<String> WHOLE_REQUEST = Set.of("TOO_LARGE", "MALFORMED");

    private final Door door;
    private final Repeat repeat;
    private final Pace pace;
    private final Ticker ticker;
    private final Consumer<Progress> listener;
    private final List<Row> batch = new ArrayList<>();
    private int batchChars;
    private Progress progress = new Progress(0, 0, 0);

    /**
     * @param listener told after each request
     */
    public Publisher(Door door, Repeat repeat, Pace pace, Consumer<Progress> listener) {
        this(door, repeat, pace, listener, Ticker.SYSTEM);
    }

    Publisher(Door door, Repeat repeat, Pace pace, Consumer<Progress> listener, Ticker ticker) {
        this.door = door;
        this.repeat = repeat;
        this.pace = pace;
        this.listener = listener;
        this.ticker = ticker;
    }

    /**
     * Sends all rows.
     *
     * @param refusedFile gets those that weren't stored, and those of which it isn't known
     * @throws DoorException if the door takes nothing; what was stored until then stays
     * @throws FileFormatException if the file can't be read on; the rows until then were sent
     * @throws IOException if a file can't be read or written
     */
    public Progress publish(Rows rows, Path refusedFile)
            throws IOException, InterruptedException, DoorException, FileFormatException {
        try (RefusedFile refused = new RefusedFile(refusedFile)) {
            long begin = ticker.nanos();
            for (Row row = next(rows, refused); row != null; row = next(rows, refused)) {
                String problem = row.problem();
                if (problem != null) {
                    refused.add(row, "MALFORMED", problem);
                    count(0, 1, 0);
                    continue;
                }
                Duration wait = pace.next(row).minusNanos(ticker.nanos() - begin);
                if (wait.compareTo(EARLY) > 0) {
                    flush(refused);
                    ticker.sleep(wait);
                }
                if (!batch.isEmpty() && batchChars + row.json().length() > BATCH_CHARS) {
                    flush(refused);
                }
                batch.add(row);
                batchChars += row.json().length();
                if (batch.size() == BATCH_EVENTS) {
                    flush(refused);
                }
            }
            flush(refused);
        }
        return progress;
    }

    private @Nullable Row next(Rows rows, RefusedFile refused)
            throws IOException, InterruptedException, DoorException, FileFormatException {
        try {
            return rows.next();
        } catch (FileFormatException e) {
            flush(refused);
            throw e;
        }
    }

    private void flush(RefusedFile refused) throws IOException, InterruptedException, DoorException {
        List<Row> left = List.copyOf(batch);
        batch.clear();
        batchChars = 0;
        long deadline = ticker.nanos() + GIVE_UP.toNanos();
        while (!left.isEmpty()) {
            Attempt attempt = attempt(left, refused);
            listener.accept(progress);
            if (attempt.again().size() < left.size()) {
                deadline = ticker.nanos() + GIVE_UP.toNanos();
            } else if (attempt.why().equals(RATE_USED_UP)) {
                deadline = ticker.nanos() + attempt.pause().plus(GIVE_UP).toNanos();
            }
            left = attempt.again();
            if (!left.isEmpty()) {
                if (ticker.nanos() >= deadline) {
                    throw new DoorException(
                            503,
                            "The door stored nothing for " + GIVE_UP.toSeconds() + " s (" + attempt.why() + "). "
                                    + progress.stored() + " rows are stored; line "
                                    + left.get(0).line() + " and those after it aren't.");
                }
                ticker.sleep(attempt.pause());
            }
        }
    }

    /** @param again the rows to be sent again after {@code pause}, in order */
    private record Attempt(List<Row> again, Duration pause, String why) {}

    private Attempt attempt(List<Row> rows, RefusedFile refused)
            throws IOException, InterruptedException, DoorException {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(row.json()).append('\n'));
        Door.Reply reply;
        try {
            reply = door.send(lines.toString());
        } catch (ConnectException e) {
            return new Attempt(rows, Duration.ofSeconds(1), "it can't be reached");
        } catch (IOException e) {
            return noAnswer(rows, refused, e);
        }
        JsonNode events = reply.body().get("events");
        if (events == null || events.size() != rows.size()) {
            return asOne(rows, reply, refused);
        }
        List<Row> again = new ArrayList<>();
        String why = "";
        for (int i = 0; i < rows.size(); i++) {
            JsonNode event = events.get(i);
            int status = event.path("status").asInt(200);
            String code = event.path("code").asText();
            if (status == 503 && (repeat != Repeat.STAYS || !code.equals("UNKNOWN_MAY_BE_STORED"))) {
                again.add(rows.get(i));
                why = code;
            } else if (status == 200 && !again.isEmpty() && repeat == Repeat.OVERWRITES) {
                // Behind one that comes again, or an older state could overwrite this one.
                again.add(rows.get(i));
            } else {
                settle(rows.get(i), status, event, refused);
            }
        }
        return new Attempt(again, reply.retryAfter(), why);
    }

    /** The request as a whole was answered. */
    private Attempt asOne(List<Row> rows, Door.Reply reply, RefusedFile refused) throws IOException, DoorException {
        String code = reply.body().path("code").asText();
        if (reply.status() == 503 || reply.status() == 429 || reply.status() == 408) {
            return new Attempt(rows, reply.retryAfter(), code);
        }
        if (WHOLE_REQUEST.contains(code) && rows.size() == 1) {
            settle(rows.get(0), reply.status(), reply.body(), refused);
            return new Attempt(List.of(), Duration.ZERO, code);
        }
        throw new DoorException(
                reply.status(),
                reply.body().path("title").asText("The door answered " + reply.status()) + ": "
                        + reply.body().path("detail").asText() + " " + progress.stored() + " rows are stored.");
    }

    private Attempt noAnswer(List<Row> rows, RefusedFile refused, IOException why) throws IOException {
        if (repeat != Repeat.STAYS) {
            return new Attempt(rows, Duration.ofSeconds(1), "no answer came: " + why.getMessage());
        }
        for (Row row : rows) {
            refused.add(row, "UNKNOWN_MAY_BE_STORED", "No answer came; the event may be stored or not.");
        }
        count(0, 0, rows.size());
        return new Attempt(List.of(), Duration.ZERO, "");
    }

    private void settle(Row row, int status, JsonNode event, RefusedFile refused) throws IOException {
        if (status == 200) {
            count(1, 0, 0);
            return;
        }
        refused.add(row, event);
        boolean unknown = status == 503;
        count(0, unknown ? 0 : 1, unknown ? 1 : 0);
    }

    private void count(long stored, long refused, long unknown) {
        progress = new Progress(progress.stored() + stored, progress.refused() + refused, progress.unknown() + unknown);
    }
}
