package dev.weir.streams.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.streams.kafka.VerifyingCommitter.Remembered;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerifyingCommitterTest {

    private static final long PRODUCER = 1;
    private static final short EPOCH = 2;

    private final TestingRequest request = new TestingRequest();

    /** Says of each transaction that it is fenced. */
    private static final class FencedCommitter implements Committer<KafkaCommittable> {
        @Override
        public void commit(Collection<CommitRequest<KafkaCommittable>> requests) {
            requests.forEach(each -> each.signalFailedWithKnownReason(new ProducerFencedException("Fenced.")));
        }

        @Override
        public void close() {}
    }

    /** Remembers what it was told. */
    private static final class TestingRequest implements CommitRequest<KafkaCommittable> {
        final List<String> signals = new ArrayList<>();

        @Override
        public KafkaCommittable getCommittable() {
            return new KafkaCommittable(PRODUCER, EPOCH, "app/stream-0-7", null);
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            signals.add("failed");
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            signals.add("unknown");
        }

        @Override
        public void retryLater() {
            signals.add("retry");
        }

        @Override
        public void updateAndRetryLater(KafkaCommittable committable) {
            signals.add("retry");
        }

        @Override
        public void signalAlreadyCommitted() {
            signals.add("already committed");
        }
    }

    private void commit(VerifyingCommitter.Transactions transactions) throws Exception {
        new VerifyingCommitter(new FencedCommitter(), transactions).commit(List.of(request));
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETE_COMMIT", "PREPARE_COMMIT"})
    void transactionThatAnEarlierAttemptCommittedIsFine(TransactionState state) throws Exception {
        commit(id -> new Remembered(state, PRODUCER, EPOCH));

        assertThat(request.signals).containsExactly("already committed");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLETE_COMMIT", "PREPARE_COMMIT"})
    void anyOtherTransactionThatCanNotBeCommittedStopsTheJobForGood(TransactionState state) {
        assertThatThrownBy(() -> commit(id -> new Remembered(state, PRODUCER, EPOCH)))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .isInstanceOf(LostTransactionException.class)
                .hasMessageContaining("app/stream-0-7")
                .hasMessageContaining("Kafka says " + state);
    }

    /** The client of the earlier attempt has begun a new epoch right behind its commit. */
    @Test
    void emptyTransactionOfTheNextEpochWasCommitted() throws Exception {
        commit(id -> new Remembered(TransactionState.EMPTY, PRODUCER, EPOCH + 1));

        assertThat(request.signals).containsExactly("already committed");
    }

    /** To abort raises the epoch once, to begin anew once more; and another producer knows nothing of this one's. */
    @ParameterizedTest
    @CsvSource({"1, 4", "2, 3", "2, 0"})
    void emptyTransactionOfAnyOtherEpochIsLost(long producer, int epoch) {
        assertThatThrownBy(() -> commit(id -> new Remembered(TransactionState.EMPTY, producer, epoch)))
                .isInstanceOf(SuppressRestartsException.class);
    }

    @Test
    void unknownTransactionIsLost() {
        assertThatThrownBy(() -> commit(id -> null))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessageContaining("Kafka says Unknown");
    }

    @Test
    void unreachableKafkaDecidesNothing() {
        assertThatThrownBy(() -> commit(id -> {
                    throw new IOException("Gone.");
                }))
                .isInstanceOf(IOException.class);
        assertThat(request.signals).isEmpty();
    }
}
