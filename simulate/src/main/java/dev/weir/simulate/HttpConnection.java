package dev.weir.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends one batch after the other, each until all of it is acknowledged or refused. */
final class HttpConnection {

    private static final int STORED = 200;
    private static final int DOES_NOT_FIT = 422;
    private static final Set<Integer> LATER = Set.of(408, 429, 503);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final HttpDoor door;
    private final SentCounts counts;
    private final Duration giveUp;
    private final CountDownLatch closed;

    HttpConnection(HttpDoor door, SentCounts counts, Duration giveUp, CountDownLatch closed) {
        this.door = door;
        this.counts = counts;
        this.giveUp = giveUp;
        this.closed = closed;
    }

    /**
     * Sends events.
     *
     * @throws SendingException if the door doesn't want them at all, or acknowledges nothing for too long
     */
    void send(List<String> lines) throws SendingException, InterruptedException {
        List<String> left = lines;
        Duration pause = FIRST_PAUSE;
        long deadline = System.nanoTime() + giveUp.toNanos();
        while (true) {
            Attempt attempt = attempt(left);
            if (attempt.left().isEmpty()) {
                return;
            }
            if (attempt.left().size() < left.size()) {
                pause = FIRST_PAUSE;
                deadline = System.nanoTime() + giveUp.toNanos();
            } else if (System.nanoTime() >= deadline) {
                throw new SendingException("The door stored nothing for " + giveUp.toSeconds() + " s: " + attempt.why()
                        + ". What isn't acknowledged may be stored or not.");
            }
            left = attempt.left();
            Duration wait = attempt.pause().compareTo(pause) > 0 ? attempt.pause() : pause;
            if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SendingException("Sending was broken off: what isn't acknowledged may be stored or not.");
            }
            counts.again(left.size());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** @param left what is to be sent again after {@code pause}, in order */
    private record Attempt(List<String> left, Duration pause, String why) {}

    private Attempt attempt(List<String> lines) throws SendingException, InterruptedException {
        HttpDoor.Answer answer;
        try {
            answer = door.post(lines);
        } catch (IOException e) {
            return new Attempt(lines, Duration.ZERO, "no answer (" + e + ")");
        }
        JsonNode events = answer.body().path("events");
        if (answer.status() != STORED && events.size() == lines.size()) {
            return oneByOne(lines, answer, events);
        }
        if (answer.status() == STORED) {
            counts.acknowledged(lines.size());
            return new Attempt(List.of(), Duration.ZERO, "");
        }
        String why = answer.status() + " " + answer.body().path("code").asText();
        if (LATER.contains(answer.status())) {
            return new Attempt(lines, answer.retryAfter(), why);
        }
        if (lines.size() == 1 && answer.status() == DOES_NOT_FIT) {
            counts.refused(1);
            return new Attempt(List.of(), Duration.ZERO, why);
        }
        throw new SendingException("The door doesn't take the plant's readings: " + why + " "
                + answer.body().path("detail").asText());
    }

    private Attempt oneByOne(List<String> lines, HttpDoor.Answer answer, JsonNode events) {
        List<String> left = new ArrayList<>();
        String why = "";
        for (int i = 0; i < lines.size(); i++) {
            int status = events.get(i).path("status").asInt(answer.status());
            if (status == STORED) {
                counts.acknowledged(1);
            } else if (LATER.contains(status)) {
                left.add(lines.get(i));
                why = status + " " + events.get(i).path("code").asText();
            } else {
                counts.refused(1);
            }
        }
        return new Attempt(left, answer.retryAfter(), why);
    }
}
