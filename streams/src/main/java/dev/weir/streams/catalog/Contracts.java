package dev.weir.streams.catalog;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.StreamContract;
import java.util.Optional;

/** The contracts behind the names of tables: those of the store and, for each, the one of its dead letters. */
final class Contracts {

    /** {@code x$dead} is the table of the dead events of {@code x}. */
    static final String DEAD_SUFFIX = "$dead";

    private final StreamStore store;

    Contracts(StreamStore store) {
        this.store = store;
    }

    Optional<StreamContract> find(String table) {
        if (table.endsWith(DEAD_SUFFIX)) {
            return store.find(table.substring(0, table.length() - DEAD_SUFFIX.length()))
                    .map(DeadLetter::contractFor);
        }
        return store.find(table);
    }

    /** The stream that takes what is written to this one. */
    StreamContract written(StreamContract declared) {
        return store.written(declared);
    }
}
