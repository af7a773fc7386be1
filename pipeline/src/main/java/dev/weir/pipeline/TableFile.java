package dev.weir.pipeline;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of rows that knows its columns, such as Parquet; read once, from its first row on. Not thread-safe. */
public interface TableFile extends AutoCloseable {

    /** In the file's order. */
    List<String> columns();

    /** How many rows it has. */
    long size();

    /**
     * The next row, or null after the last.
     *
     * @return by column: numbers, truth values, texts, lists and maps of these, or null; times are texts as ISO 8601 has
     *     them, bytes as base64
     * @throws IOException if the file can't be read on
     */
    @Nullable
    List<@Nullable Object> next() throws IOException;

    @Override
    void close() throws IOException;
}
