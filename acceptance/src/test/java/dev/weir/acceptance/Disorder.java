package dev.weir.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

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
}
