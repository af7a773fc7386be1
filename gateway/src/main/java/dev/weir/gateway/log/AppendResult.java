package dev.weir.gateway.log;

/** What became of one event. */
public sealed interface AppendResult {

    /** Acknowledged by all in-sync replicas. */
    record Stored(int partition, long offset) implements AppendResult {}

    /** Surely not stored, and it never will be by trying again. */
    record TooLarge() implements AppendResult {}

    /** Surely not stored; trying again later may help. */
    record Busy() implements AppendResult {}

    /** Surely not stored, for a reason that a person must mend, such as missing rights on the topic. */
    record Refused(String reason) implements AppendResult {}

    /** Perhaps stored: Kafka took it or didn't, and no answer came in time. */
    record Unknown() implements AppendResult {}
}
