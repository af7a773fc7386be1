package dev.weir.cli;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.operate.log.AbandonedTransactions;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.OpenTransaction;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the transactions that a pipeline has left open.
 *
 * @param aborted those that are open no longer
 * @param refusal why they were left as they are; null if they weren't, or there are none
 */
record Mending(List<OpenTransaction> aborted, @Nullable String refusal) {

    /** Nobody asked for it. */
    static final Mending NONE = new Mending(List.of(), null);

    Mending {
        aborted = List.copyOf(aborted);
    }

    /**
     * Aborts them if the pipeline is gone.
     *
     * @param name of the pipeline in the ledger
     */
    static Mending of(
            String pipeline, String name, Pipelines pipelines, Target servers, Map<String, ?> kafka, CommittedLog log)
            throws KafkaUnavailableException, ServerUnavailableException, IOException {
        try (AbandonedTransactions abandoned = AbandonedTransactions.connect(kafka, log)) {
            List<OpenTransaction> open = abandoned.of(name);
            if (open.isEmpty()) {
                return NONE;
            }
            try {
                pipelines.whenGone(pipeline, servers, () -> abandoned.abort(open));
                return new Mending(open, null);
            } catch (ConflictException e) {
                return new Mending(List.of(), e.getMessage());
            }
        }
    }
}
