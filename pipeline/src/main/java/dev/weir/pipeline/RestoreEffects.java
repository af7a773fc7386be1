package dev.weir.pipeline;

import java.util.List;

/**
 * What it would mean to restore a pipeline from a state of one's choice, by positions in Kafka.
 *
 * @param state URI of that state
 * @param inputs what would be read again or skipped
 * @param outputs what would be written a second time
 */
public record RestoreEffects(String state, List<Input> inputs, List<Output> outputs) {

    public RestoreEffects {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * A stream that the pipeline reads. Counted are offsets, of which a few hold no events but ends of transactions.
     *
     * @param again were read before and would be read again
     * @param skipped were not read before and would not be
     * @param gone would have to be read but are no longer kept: the job would fail
     */
    public record Input(String stream, long again, long skipped, long gone) {}

    /**
     * A stream that the pipeline writes.
     *
     * @param since so many at most were committed since the state was complete
     */
    public record Output(String stream, long since) {}
}
