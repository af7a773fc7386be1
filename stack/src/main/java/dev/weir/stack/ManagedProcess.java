package dev.weir.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process that the stack starts, recognises, and stops.
 *
 * @param name names its files: {@code logs/<name>.log}, {@code run/<name>.pid}
 * @param command the program and its arguments; what is secret goes into {@code environment}
 * @param marker one of the arguments, which no other process has: by it the process is recognised
 * @param environment added to ours
 * @param startTimeout how long it may take to be ready
 * @param stopSignal the signal that asks it to end, such as {@code TERM}
 * @param stopTimeout how long it may take to end before it is killed
 */
public record ManagedProcess(
        String name,
        List<String> command,
        String marker,
        Map<String, String> environment,
        Path directory,
        Readiness readiness,
        Duration startTimeout,
        String stopSignal,
        Duration stopTimeout) {

    public ManagedProcess {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "A process is named in lower-case letters, digits and hyphens, not '" + name + "'.");
        }
        if (!command.contains(marker)) {
            throw new IllegalArgumentException("The command of '" + name + "' lacks its marker '" + marker + "'.");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "ManagedProcess[" + name + ", " + command + "]";
    }
}
