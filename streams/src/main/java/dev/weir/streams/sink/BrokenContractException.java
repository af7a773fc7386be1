package dev.weir.streams.sink;

import dev.weir.contract.event.RecordRejectedException;

/**
 * A query makes a row that its own stream's contract forbids. The job stops, since neither writing the row nor leaving
 * it out would be what somebody asked for: mend the query or the contract and run again.
 */
public final class BrokenContractException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BrokenContractException(String stream, RecordRejectedException reason) {
        super(
                "A row written to stream '" + stream + "' breaks its contract. " + reason.getMessage()
                        + ". Mend the query that writes '" + stream + "', for instance with a WHERE, or its contract.",
                reason);
    }
}
