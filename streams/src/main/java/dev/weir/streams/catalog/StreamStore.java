package dev.weir.streams.catalog;

import dev.weir.contract.StreamContract;
import java.util.List;
import java.util.Optional;

/** The contracts that a catalog shows as tables, and where those go that SQL creates. */
public interface StreamStore {

    /** All streams, without their dead letters' tables. */
    List<String> list();

    Optional<StreamContract> find(String stream);

    /**
     * The stream that takes what a job writes to another.
     *
     * @param declared the stream that SQL names
     */
    default StreamContract written(StreamContract declared) {
        return declared;
    }

    /**
     * Takes a contract that SQL derived: a new stream, or another version of one that exists.
     *
     * @throws StreamRefusedException if it can't be had, for instance since its schema is incompatible; nothing was
     *     changed
     */
    void create(StreamContract contract) throws StreamRefusedException;
}
