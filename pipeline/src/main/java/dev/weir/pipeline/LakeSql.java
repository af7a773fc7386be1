package dev.weir.pipeline;

import dev.weir.pipeline.job.ServerUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL over the tables of a lake, as they are when it is opened. Changes nothing. */
public interface LakeSql extends AutoCloseable {

    /** The query can't be run; the message says why, for its author. */
    final class QueryException extends Exception {
        public QueryException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Gets the rows of a result one by one. */
    interface Rows {
        void columns(List<String> names);

        /** @param values numbers, truth values, texts, or null, by column; times are texts as ISO 8601 has them */
        void row(List<@Nullable Object> values);
    }

    /** The names of the tables, and after each of those with keys that of its newest rows. */
    List<String> tables();

    /** Runs one SELECT. */
    void query(String sql, Rows rows) throws QueryException, ServerUnavailableException;

    @Override
    void close();
}
