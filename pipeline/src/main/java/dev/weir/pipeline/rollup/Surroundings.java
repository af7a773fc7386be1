package dev.weir.pipeline.rollup;

import dev.weir.contract.StreamContract;
import java.util.Optional;

/** What the names in a view mean. */
public interface Surroundings {

    /** The stream whose own table has this name. */
    Optional<StreamContract> stream(String table);

    /** Whether a statement before makes a view of this name. */
    boolean isView(String name);

    /** The column of a stream's table that carries its event time in SQL. */
    Optional<String> timeColumn(StreamContract stream);

    /** Whether a function of the pipeline may aggregate rows. */
    boolean mayAggregate(String function);
}
