package dev.weir.operate.log;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that was begun and neither committed nor aborted: readers of committed records wait before its first
 * record.
 *
 * @param transactionalId null if Kafka doesn't know it any more
 * @param state Kafka's name of it; null if Kafka doesn't know the transaction any more
 * @param since when it began; null if Kafka doesn't say
 * @param partitions where it holds back readers, as {@code topic-partition@offset}, sorted
 */
public record OpenTransaction(
        @Nullable String transactionalId,
        long producerId,
        @Nullable String state,
        @Nullable Instant since,
        List<String> partitions) {

    public OpenTransaction {
        partitions = List.copyOf(partitions);
    }

    /** The pipeline that began it, with its environment, as in the ledger; null if no pipeline did. */
    public @Nullable String pipeline() {
        return transactionalId == null ? null : pipeline(transactionalId);
    }

    /** Pipelines begin the names of their transactions with their own and a slash, which no name contains. */
    static @Nullable String pipeline(String transactionalId) {
        int slash = transactionalId.indexOf('/');
        return slash < 0 ? null : transactionalId.substring(0, slash);
    }
}
