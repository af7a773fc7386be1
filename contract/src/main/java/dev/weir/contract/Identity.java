package dev.weir.contract;

import java.time.Duration;
import java.util.List;

/** What makes two records the same event. The record key is always a function of it, so repeats meet in one partition. */
public sealed interface Identity {

    /** The columns whose values together name the event. */
    List<String> fields();

    /** For how long in event time repeats are told. */
    Duration within();

    /**
     * Each producer numbers its events upwards.
     *
     * @param producer the columns that name the producer
     * @param sequence the integer column that numbers its events
     * @param within how far behind the newest event of its partition an event may be for it to be known whether it is a
     *     repeat
     */
    record BySequence(List<String> producer, String sequence, Duration within) implements Identity {
        public BySequence {
            producer = List.copyOf(producer);
        }

        @Override
        public List<String> fields() {
            return java.util.stream.Stream.concat(producer.stream(), java.util.stream.Stream.of(sequence))
                    .toList();
        }
    }

    /**
     * Each event carries an id that is unique within a time.
     *
     * @param fields the columns that form the id
     * @param within how far apart in event time two events with one id may be and still count as the same
     */
    record ById(List<String> fields, Duration within) implements Identity {
        public ById {
            fields = List.copyOf(fields);
        }
    }
}
