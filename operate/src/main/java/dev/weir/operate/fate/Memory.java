package dev.weir.operate.fate;

import dev.weir.contract.Identity;
import org.jspecify.annotations.Nullable;

/** What a partition remembers to tell repeats. Not thread-safe. */
interface Memory {

    /** What the memory says of an event, once it has taken it in. */
    enum Answer {
        /** Not seen before. */
        NEW,
        /** A repeat. */
        REPEAT,
        /** Below what is tracked of its producer. */
        UNTRACKED,
        /** From before its producer started again. */
        RESTARTED
    }

    /**
     * @param reset whether this event showed that its producer has started again
     * @param gaveUp whether a missing range was given up for it
     */
    record Recall(Answer answer, boolean reset, boolean gaveUp) {

        static Recall of(Answer answer) {
            return new Recall(answer, false, false);
        }
    }

    /**
     * Answers for an event, and remembers it.
     *
     * @param oldest what was last touched before this time counts as not remembered; null while everything is
     */
    Recall recall(Event event, long time, @Nullable Long oldest);

    /** Drops what counts as not remembered. */
    void forget(long oldest);

    /** Of a stream that can't tell repeats, everything is new. */
    static Memory of(@Nullable Identity identity) {
        if (identity instanceof Identity.ById byId) {
            return new IdMemory(byId);
        }
        return identity instanceof Identity.BySequence bySequence ? new SequenceMemory(bySequence) : new NoMemory();
    }

    /** Of a stream without identity. */
    final class NoMemory implements Memory {

        @Override
        public Recall recall(Event event, long time, @Nullable Long oldest) {
            return Recall.of(Answer.NEW);
        }

        @Override
        public void forget(long oldest) {
            // There is nothing to forget.
        }
    }
}
