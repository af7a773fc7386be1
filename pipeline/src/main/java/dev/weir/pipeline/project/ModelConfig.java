package dev.weir.pipeline.project;

import dev.weir.functions.score.ModelSpec;
import dev.weir.functions.score.ModelSpec.Input;
import dev.weir.functions.score.ModelSpec.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A model that is a function of the project's SQL.
 *
 * @param name that of the function
 * @param folder with its versions, relative to the project's, absolute, or a URI
 * @param inputs the function's arguments
 * @param scores what it gives
 * @param timeout how long a row waits at most
 * @param batch how many rows are scored at once at most
 * @param linger how long a row waits for others
 */
public record ModelConfig(
        At<String> name,
        At<String> folder,
        At<List<Input>> inputs,
        At<List<Output>> scores,
        Duration timeout,
        int batch,
        Duration linger) {

    private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]+:.*");

    /** @param project the folder that a person edits, not a copy of it */
    public ModelSpec spec(Path project) {
        String address = URI.matcher(folder.value()).matches()
                ? folder.value()
                : project.resolve(folder.value())
                        .toAbsolutePath()
                        .normalize()
                        .toUri()
                        .toString();
        return new ModelSpec(name.value(), address, inputs.value(), scores.value(), timeout, batch, linger);
    }
}
