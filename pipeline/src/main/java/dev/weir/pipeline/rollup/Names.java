package dev.weir.pipeline.rollup;

import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** @param alias of the window in FROM; null if it has none */
record Names(@Nullable String alias) {

    /** The column's name without the window's alias. */
    String column(SqlIdentifier identifier) throws Refusal {
        if (identifier.isSimple()) {
            return identifier.getSimple();
        }
        if (identifier.names.size() == 2 && identifier.names.get(0).equals(alias)) {
            return identifier.names.get(1);
        }
        throw Refusal.at(identifier, "'" + identifier + "' is inside another column, or of another table");
    }
}
