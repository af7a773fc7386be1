package dev.weir.operate.audit;

import java.util.Set;

/**
 * What is to be audited.
 *
 * @param pipeline with its environment, as the ledger names it
 * @param deep whether each record's fate is recomputed, too
 * @param outputs the streams that the pipeline writes, as far as they are known
 */
public record AuditRequest(String pipeline, boolean deep, Set<String> outputs) {

    public AuditRequest {
        outputs = Set.copyOf(outputs);
    }
}
