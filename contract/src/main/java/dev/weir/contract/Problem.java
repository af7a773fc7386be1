package dev.weir.contract;

import java.nio.file.Path;

/**
 * One mistake in a file that a person wrote.
 *
 * @param file the file, as the person named it or relative to the project folder
 * @param line from 1
 * @param column from 1
 * @param code a stable code that the docs list, for instance {@code CONTRACT-004}
 * @param message what was expected, what was found and what to do
 */
public record Problem(Path file, int line, int column, String code, String message) {

    /** {@code file:line:column: message [code]}, the form that editors make clickable. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message + " [" + code + "]";
    }
}
