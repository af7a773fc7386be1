package dev.weir.streams.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.admin.TransactionState;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka what became of a transaction that can't be committed. The connector's own committer takes it for an error,
 * logs it and goes on, both where an earlier attempt committed it, which is no error, and where Kafka has aborted it, which
 * is a loss.
 */
@SuppressWarnings("try") // What close() may throw is the committer's own affair.
final class VerifyingCommitter implements Committer<KafkaCommittable> {

    /** Where the state of a transaction is asked for. */
    @FunctionalInterface
    interface Transactions {
        /**
         * @return null if there is no such transaction
         * @throws IOException if Kafka can't be asked: the job restarts and tries again
         */
        @Nullable
        Remembered transaction(String transactionalId) throws IOException, InterruptedException;
    }

    /** What Kafka remembers of a transactional id: its last transaction's state, and the producer that has it now. */
    record Remembered(TransactionState state, long producerId, int epoch) {

        /**
         * Whether that very transaction was committed. A client that learns of {@code transaction.version} 2 just before it commits
         * begins a new epoch right behind the commit, and the state is empty again. An abort can't look like that: Kafka raises the
         * epoch to abort for somebody else, and then once more to begin anew, and nobody aborts what is in a checkpoint.
         *
         * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-890%3A+Transactions+Server-Side+Defense">KIP-890</a>
         */
        boolean isCommitted(KafkaCommittable committable) {
            return switch (state) {
                case COMPLETE_COMMIT, PREPARE_COMMIT -> true;
                case EMPTY -> producerId == committable.getProducerId() && epoch == committable.getEpoch() + 1;
                case ONGOING, PREPARE_ABORT, COMPLETE_ABORT, PREPARE_EPOCH_FENCE, UNKNOWN -> false;
            };
        }
    }

    private final Committer<KafkaCommittable> committer;
    private final Transactions transactions;

    VerifyingCommitter(Committer<KafkaCommittable> committer, Transactions transactions) {
        this.committer = committer;
        this.transactions = transactions;
    }

    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests) throws IOException, InterruptedException {
        List<Verified> verified = requests.stream().map(Verified::new).toList();
        committer.commit(new ArrayList<>(verified));
        for (Verified request : verified) {
            request.settle();
        }
    }

    @Override
    public void close() throws Exception {
        committer.close();
    }

    /** Keeps back a failure until it is known what it means. */
    private final class Verified implements CommitRequest<KafkaCommittable> {

        private final CommitRequest<KafkaCommittable> request;
        private @Nullable Throwable failure;

        Verified(CommitRequest<KafkaCommittable> request) {
            this.request = request;
        }

        void settle() throws IOException, InterruptedException {
            if (failure == null) {
                return;
            }
            String id = request.getCommittable().getTransactionalId();
            Remembered remembered = transactions.transaction(id);
            if (remembered != null && remembered.isCommitted(request.getCommittable())) {
                request.signalAlreadyCommitted();
                return;
            }
            TransactionState state = remembered == null ? TransactionState.UNKNOWN : remembered.state();
            throw new SuppressRestartsException(new LostTransactionException(id, state.toString(), failure));
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            failure = reason;
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            request.signalFailedWithUnknownReason(reason);
        }

        @Override
        public KafkaCommittable getCommittable() {
            return request.getCommittable();
        }

        @Override
        public int getNumberOfRetries() {
            return request.getNumberOfRetries();
        }

        @Override
        public void retryLater() {
            request.retryLater();
        }

        @Override
        public void updateAndRetryLater(KafkaCommittable committable) {
            request.updateAndRetryLater(committable);
        }

        @Override
        public void signalAlreadyCommitted() {
            request.signalAlreadyCommitted();
        }
    }
}
