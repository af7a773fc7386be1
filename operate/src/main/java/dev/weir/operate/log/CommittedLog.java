package dev.weir.operate.log;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kafka's topics as readers of committed records see them. Not thread-safe. */
public interface CommittedLog extends AutoCloseable {

    /**
     * What a partition has.
     *
     * @param start the offset of the first record that is still there
     * @param committed the offset before which all is committed or aborted
     * @param end the offset after the last record, committed or not
     */
    record Extent(long start, long committed, long end) {}

    /** Is told each record, in the log's order. */
    interface Visitor {
        void record(LogRecord record) throws KafkaUnavailableException, RegistryUnavailableException;
    }

    /** The partitions of a topic, in their order; none if there is no such topic. */
    Map<Integer, Extent> extents(String topic) throws KafkaUnavailableException;

    /** Whether records of the topic may go because a newer one has their key. */
    boolean isCompacted(String topic) throws KafkaUnavailableException;

    /**
     * Reads the committed records with {@code from <= offset < to}; those before the partition's start are gone.
     *
     * @param to at most the partition's {@code committed}
     */
    void read(String topic, int partition, long from, long to, Visitor visitor)
            throws KafkaUnavailableException, RegistryUnavailableException;

    /** The headers of the record at this offset as text, the last of each name; empty if the record is gone. */
    Map<String, String> headers(String topic, int partition, long offset) throws KafkaUnavailableException;

    /**
     * Waits until what is in a partition before {@code offset} is committed or aborted.
     *
     * @return false if it isn't yet, after as long as this log waits
     */
    boolean awaitCommitted(String topic, int partition, long offset) throws KafkaUnavailableException;

    /** Lets a moment pass in which those who write may commit. */
    void letTimePass() throws KafkaUnavailableException;

    /**
     * The transactions that hold back readers now.
     *
     * @param topics in which they are looked for
     * @param pipeline whose own are looked for in all topics
     */
    List<OpenTransaction> openTransactions(Set<String> topics, String pipeline) throws KafkaUnavailableException;

    @Override
    void close();
}
