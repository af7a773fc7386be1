package dev.weir.operate.audit;

import dev.weir.contract.NearestName;
import java.util.SortedSet;

/** The ledger has no entry of such a pipeline: mend the name, or let it run and commit. */
public final class UnknownPipelineException extends Exception {

    UnknownPipelineException(String pipeline, SortedSet<String> known) {
        super("The ledger has nothing of '" + pipeline + "', a pipeline and its environment."
                + (known.isEmpty()
                        ? " It is empty: a pipeline has its first entry with its first commit."
                        : NearestName.hint(pipeline, known)));
    }
}
