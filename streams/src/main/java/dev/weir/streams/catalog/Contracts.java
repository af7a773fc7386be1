package dev.weir.streams.catalog;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.Shown;
import java.util.Optional;

/** What is behind the names of tables. */
final class Contracts {

    /** {@code x$dead} is the table of the dead events of {@code x}, which are a stream of their own. */
    static final String DEAD_SUFFIX = "$dead";

    /** A table of a stream. */
    record StreamTable(StreamContract contract, Shown shown) {}

    private final StreamStore store;

    Contracts(StreamStore store) {
        this.store = store;
    }

    Optional<StreamTable> find(String table) {
        int suffix = table.indexOf('$');
        if (suffix < 0) {
            return store.find(table).map(contract -> new StreamTable(contract, Shown.ON_TIME));
        }
        Optional<StreamContract> contract = store.find(table.substring(0, suffix));
        if (table.endsWith(DEAD_SUFFIX)) {
            return contract.map(of -> new StreamTable(DeadLetter.contractFor(of), Shown.ON_TIME));
        }
        for (Shown shown : Shown.values()) {
            if (table.substring(suffix).equals(shown.suffix())) {
                return contract.filter(shown::of).map(of -> new StreamTable(of, shown));
            }
        }
        return Optional.empty();
    }

    /** The stream that takes what is written to this one. */
    StreamContract written(StreamContract declared) {
        return store.written(declared);
    }
}
