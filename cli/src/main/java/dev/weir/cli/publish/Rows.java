package dev.weir.cli.publish;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one after the other. Not thread-safe. */
public interface Rows {

    /**
     * The next row, or null after the last.
     *
     * @throws FileFormatException if there may be more, but it can't be read
     */
    @Nullable
    Row next() throws IOException, FileFormatException;
}
