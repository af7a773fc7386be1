package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends activities through the door, some every tenth of a second, whatever becomes of the servers: what it
 * isn't sure of it sends again with the same ids. With each batch goes a <em>beat</em>, a follower of its own, of which
 * exactly one notification must come.
 */
final class SteadyFeed {

    /** Persons above these numbers are not in the data set. */
    static final long FOLLOWED = 700_000_000_000_000L;

    private static final long FIRST_FOLLOWER = 800_000_000_000_000L;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<Integer> TRY_AGAIN = Set.of(207, 500, 502, 503, 504);

    private final URI stream;
    private final List<ObjectNode> activities;
    private final int batch;
    private final Thread thread = new Thread(this::run, "steady-feed");

    private volatile boolean hurry;
    private volatile int beats;
    private volatile long repeats;
    private volatile @Nullable String refusal;

    /** @param batch how many of the activities go with each beat until {@link #finish} */
    SteadyFeed(Weir weir, List<ObjectNode> activities, int batch) {
        this.stream = URI.create(weir.gateway() + "/streams/activities");
        this.activities = activities;
        this.batch = batch;
        thread.setDaemon(true);
        thread.start();
    }

    /** How many beats were begun so far; the next has this number. */
    int beats() {
        return beats;
    }

    long repeats() {
        return repeats;
    }

    /** Sends what is left at once, and returns when all was stored. */
    void finish() throws InterruptedException {
        hurry = true;
        thread.join(Duration.ofMinutes(2).toMillis());
        if (thread.isAlive() || refusal != null) {
            throw new AssertionError("the feed did not end: " + refusal);
        }
    }

    /** The number of the beat that a notification is of, or -1. */
    static long beatOf(JsonNode notification) {
        return notification.get("recipient_id").asLong() == FOLLOWED
                ? notification.get("actor_id").asLong() - FIRST_FOLLOWER
                : -1;
    }

    private void run() {
        int sent = 0;
        long time = activities.get(0).get("event_time").asLong();
        while (!(hurry && sent == activities.size()) && refusal == null) {
            int end = Math.min(activities.size(), sent + (hurry ? 500 : batch));
            List<ObjectNode> events = new ArrayList<>(activities.subList(sent, end));
            if (!events.isEmpty()) {
                time = events.get(events.size() - 1).get("event_time").asLong();
            }
            events.add(beat(beats, time));
            beats++;
            store(events);
            sent = end;
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private ObjectNode beat(int number, long time) {
        return activities
                .get(0)
                .objectNode()
                .put("activity_id", "beat-" + number)
                .put("actor_id", FIRST_FOLLOWER + number)
                .put("verb", "FOLLOW")
                .put("object", "person:" + FOLLOWED)
                .put("event_time", time);
    }

    private void store(List<ObjectNode> events) {
        String body = events.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
        while (refusal == null) {
            try {
                HttpResponse<String> answer = Http.send(HttpRequest.newBuilder(stream)
                        .header("content-type", "application/x-ndjson")
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
                if (answer.statusCode() == 200) {
                    return;
                }
                if (!TRY_AGAIN.contains(answer.statusCode())) {
                    refusal = answer.statusCode() + " " + answer.body();
                }
            } catch (UncheckedIOException e) { // Nobody there, or no answer: the same again.
            }
            repeats++;
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
