package dev.weir.pipeline;

import dev.weir.pipeline.job.ServerUnavailableException;
import java.nio.file.Path;
import java.time.Instant;
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

    /**
     * Runs one SELECT. To be called once.
     *
     * @param asKnownAt tables have only what the broker had taken by then; null for all
     */
    void query(String sql, @Nullable Instant asKnownAt, Rows rows) throws QueryException, ServerUnavailableException;

    /**
     * Writes the newest row of each key that isn't deleted into a Parquet file, in the order of the keys; of a table without
     * keys all rows. To be called once.
     *
     * @param asKnownAt only what the broker had taken by then counts; null for all
     * @return how many rows
     * @throws QueryException if there is no such table, or the file can't be written
     */
    long export(String table, @Nullable Instant asKnownAt, Path file) throws QueryException, ServerUnavailableException;

    @Override
    void close();
}
