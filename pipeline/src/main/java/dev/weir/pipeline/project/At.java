package dev.weir.pipeline.project;

import dev.weir.contract.Problem;
import java.nio.file.Path;

/**
 * A value and where {@code weir.yaml} has it.
 *
 * @param line from 1
 * @param column from 1
 */
public record At<T>(T value, Path file, int line, int column) {

    public Problem problem(String code, String message) {
        return new Problem(file, line, column, code, message);
    }
}
