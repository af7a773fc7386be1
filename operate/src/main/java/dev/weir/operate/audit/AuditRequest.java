package dev.weir.operate.audit;

import java.util.List;
import java.util.Set;

/**
 * What is to be audited.
 *
 * @param pipeline with its environment, as the ledger names it
 * @param deep whether each record's fate is recomputed, too
 * @param outputs the streams that the pipeline writes, as far as they are known
 * @param accounts what must add up
 */
public record AuditRequest(String pipeline, boolean deep, Set<String> outputs, List<Account> accounts) {

    public AuditRequest {
        outputs = Set.copyOf(outputs);
        accounts = List.copyOf(accounts);
    }
}
