package dev.weir.pipeline.testing;

import dev.weir.contract.Problem;
import java.nio.file.Path;

/**
 * Where something stands in a test file.
 *
 * @param line from 1
 * @param column from 1
 */
public record Place(Path file, int line, int column) {

    Problem problem(String code, String message) {
        return new Problem(file, line, column, code, message);
    }

    /** {@code file:line}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
