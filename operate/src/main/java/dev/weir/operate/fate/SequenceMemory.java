package dev.weir.operate.fate;

import dev.weir.contract.Identity;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** By sequence: for each producer what it has sent, and what of it never arrived. */
final class SequenceMemory implements Memory {

    static final int MAX_MISSING_RANGES = 64;

    private final Identity.BySequence identity;
    private final Map<ByteBuffer, Producer> producers = new HashMap<>();

    SequenceMemory(Identity.BySequence identity) {
        this.identity = identity;
    }

    @Override
    public Recall recall(Event event, long time, @Nullable Long oldest) {
        ByteBuffer name = event.identity(identity.producer());
        long sequence = event.integer(identity.sequence());
        Producer producer = producers.get(name);
        if (producer == null || (oldest != null && producer.last < oldest)) {
            producers.put(name, new Producer(sequence, time, null));
            return Recall.of(Answer.NEW);
        }
        if (producer.restarted != null && time <= producer.restarted) {
            return Recall.of(Answer.RESTARTED);
        }
        if (sequence > producer.highest || producer.isMissing(sequence)) {
            return new Recall(Answer.NEW, false, producer.add(sequence, time));
        }
        if (time > producer.last) {
            producers.put(name, new Producer(sequence, time, producer.last));
            return new Recall(Answer.NEW, true, false);
        }
        return Recall.of(producer.floor != null && sequence <= producer.floor ? Answer.UNTRACKED : Answer.REPEAT);
    }

    @Override
    public void forget(long oldest) {
        producers.values().removeIf(producer -> producer.last < oldest);
    }

    /** What is remembered of one producer. */
    private static final class Producer {

        private long last;
        private long highest;
        /** First to last sequence of each range below the highest that never arrived. */
        private final TreeMap<Long, Long> missing = new TreeMap<>();

        private @Nullable Long floor;
        private final @Nullable Long restarted;

        Producer(long sequence, long time, @Nullable Long restarted) {
            this.last = time;
            this.highest = sequence;
            this.restarted = restarted;
            if (sequence > Long.MIN_VALUE) {
                missing.put(Long.MIN_VALUE, sequence - 1);
            }
        }

        boolean isMissing(long sequence) {
            Map.Entry<Long, Long> range = missing.floorEntry(sequence);
            return range != null && sequence <= range.getValue();
        }

        /** Takes in a sequence that is new. Returns whether a range was given up for it. */
        boolean add(long sequence, long time) {
            last = Math.max(last, time);
            if (sequence > highest) {
                if (sequence - 1 > highest) {
                    missing.put(highest + 1, sequence - 1);
                }
                highest = sequence;
            } else {
                split(sequence);
            }
            if (missing.size() <= MAX_MISSING_RANGES) {
                return false;
            }
            floor = missing.pollFirstEntry().getValue();
            return true;
        }

        private void split(long sequence) {
            long from = missing.floorKey(sequence);
            long to = missing.remove(from);
            if (from < sequence) {
                missing.put(from, sequence - 1);
            }
            if (sequence < to) {
                missing.put(sequence + 1, to);
            }
        }
    }
}
