package dev.weir.functions.score;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * A model as a project declares it.
 *
 * @param name that of the function in SQL
 * @param folder URI of the folder with its versions, which every worker can read
 * @param inputs the function's arguments, in the order in which a model with one tensor for all of them wants them
 * @param scores what the function says of a row
 * @param timeout how long a row waits for its scores at most
 * @param batch how many rows are scored at once at most
 * @param linger how long a row waits for others to be scored with; less than {@code timeout}
 */
public record ModelSpec(
        String name,
        String folder,
        List<Input> inputs,
        List<Output> scores,
        Duration timeout,
        int batch,
        Duration linger)
        implements Serializable {

    public ModelSpec {
        inputs = List.copyOf(inputs);
        scores = List.copyOf(scores);
    }

    /**
     * An argument of the function, always a DOUBLE.
     *
     * @param tensor the model's input of it, if the model has one tensor for each
     */
    public record Input(String name, String tensor) implements Serializable {}

    /**
     * A score, always a DOUBLE.
     *
     * @param tensor the model's output that it is in
     * @param column where in a row of that, from 0
     */
    public record Output(String name, String tensor, int column) implements Serializable {}

    /** Names of the inputs. */
    List<String> inputNames() {
        return inputs.stream().map(Input::name).toList();
    }
}
