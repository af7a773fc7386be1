package dev.weir.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** The order in which events arrive where networks delay and clients repeat. */
final class Disorder {

    private Disorder() {}

    /** The same events, each moved by less than {@code millis} of event time, and {@code share} of them sent twice. */
    static List<ObjectNode> shuffledAndRepeated(List<ObjectNode> events, long millis, double share, long seed) {
        record Sent(double at, ObjectNode event) {}
        Random random = new Random(seed);
        List<Sent> sent = new ArrayList<>();
        for (ObjectNode event : events) {
            long time = event.get("event_time").asLong();
            sent.add(new Sent(time + random.nextDouble() * millis, event));
            if (random.nextDouble() < share) {
                sent.add(new Sent(time + random.nextDouble() * millis, event));
            }
        }
        sent.sort(Comparator.comparingDouble(Sent::at));
        return sent.stream().map(Sent::event).toList();
    }

    /** The same events in the order of their times, some of them {@code millis} late. */
    static List<ObjectNode> late(List<ObjectNode> events, Predicate<ObjectNode> comesLate, long millis) {
        return events.stream()
                .sorted(Comparator.comparingLong(
                        event -> event.get("event_time").asLong() + (comesLate.test(event) ? millis : 0)))
                .toList();
    }

    /** The same events in their order, {@code share} of them sent again behind up to {@code behind} newer ones. */
    static List<ObjectNode> repeated(List<ObjectNode> events, int behind, double share, long seed) {
        Random random = new Random(seed);
        List<ObjectNode> sent = new ArrayList<>();
        for (int newest = 0; newest < events.size(); newest++) {
            sent.add(events.get(newest));
            if (random.nextDouble() < share) {
                sent.add(events.get(Math.max(0, newest - random.nextInt(behind))));
            }
        }
        return sent;
    }
}
