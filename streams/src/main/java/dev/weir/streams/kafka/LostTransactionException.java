package dev.weir.streams.kafka;

/**
 * Kafka has aborted a transaction that a checkpoint of the job counts as written, or no longer knows it: results are
 * missing in the stream. The job stops for good, since going on would hide that.
 */
public final class LostTransactionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LostTransactionException(String transactionalId, String state, Throwable cause) {
        super(
                "Results are missing in the stream of transaction '" + transactionalId + "': Kafka says " + state
                        + " of it, but the job's checkpoint counts it as written. An outage lasted longer than the"
                        + " transaction time-out, or another job uses the same name. The job has stopped so that nobody"
                        + " builds on it. To compute the results again, run the pipeline under another name: it begins"
                        + " with the oldest events.",
                cause);
    }
}
