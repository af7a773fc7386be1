package dev.weir.training;

/**
 * What was known of a machine at a time, and what became of it.
 *
 * @param machine its name
 * @param atMillis when, in milliseconds since 1970
 * @param inputs of the model, all of them numbers
 * @param fails whether it failed within the time that is to be foreseen
 */
public record Example(String machine, long atMillis, double[] inputs, boolean fails) {}
