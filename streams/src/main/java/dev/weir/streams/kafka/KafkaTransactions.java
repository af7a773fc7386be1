package dev.weir.streams.kafka;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * What Kafka's transaction coordinator remembers of transactions. Opens a client for each question: they are rare.
 *
 * @param client settings of a Kafka client
 */
record KafkaTransactions(Properties client) implements VerifyingCommitter.Transactions {

    @Override
    public TransactionState state(String transactionalId) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(client)) {
            return admin.describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get()
                    .state();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return TransactionState.UNKNOWN;
            }
            throw new IOException("Kafka can't be asked what became of transaction '" + transactionalId + "'.", e);
        }
    }
}
