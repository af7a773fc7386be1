package dev.weir.operate.log;

import dev.weir.contract.publish.KafkaUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The transactions that a pipeline has left open. Who aborts them has to know that nobody will commit them: what is in them
 * is lost.
 */
public final class AbandonedTransactions implements AutoCloseable {

    private final CommittedLog log;
    private final Admin admin;

    private AbandonedTransactions(CommittedLog log, Admin admin) {
        this.log = log;
        this.admin = admin;
    }

    /**
     * @param kafka settings of Kafka clients: {@code bootstrap.servers} and whatever security needs
     * @param log of the same Kafka; stays open
     */
    public static AbandonedTransactions connect(Map<String, ?> kafka, CommittedLog log) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return new AbandonedTransactions(log, Admin.create(settings));
    }

    /** Those that hold back readers anywhere. */
    public List<OpenTransaction> of(String pipeline) throws KafkaUnavailableException {
        return log.openTransactions(Set.of(), pipeline).stream()
                .filter(transaction -> pipeline.equals(transaction.pipeline()))
                .toList();
    }

    /**
     * Aborts them; readers then go on behind them. Their producer, should there be one after all, can't commit any
     * more: the coordinator gives the name a new epoch. (A marker in the partitions alone, as {@code abortTransaction}
     * writes it, is for transactions that the coordinator has forgotten.)
     *
     * @param transactions each with its name
     */
    public void abort(List<OpenTransaction> transactions) throws KafkaUnavailableException {
        for (OpenTransaction transaction : transactions) {
            String id = Objects.requireNonNull(transaction.transactionalId());
            KafkaCommittedLog.get(admin.forceTerminateTransaction(id).result(), "abort transaction " + id);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
