package dev.weir.streams.kafka;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka's transaction coordinator remembers of transactions. Opens a client for each question: they are rare.
 *
 * @param client settings of a Kafka client
 */
record KafkaTransactions(Properties client) implements VerifyingCommitter.Transactions {

    @Override
    public VerifyingCommitter.@Nullable Remembered transaction(String transactionalId)
            throws IOException, InterruptedException {
        try (Admin admin = Admin.create(client)) {
            TransactionDescription found = admin.describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get();
            return new VerifyingCommitter.Remembered(found.state(), found.producerId(), found.producerEpoch());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return null;
            }
            throw new IOException("Kafka can't be asked what became of transaction '" + transactionalId + "'.", e);
        }
    }
}
