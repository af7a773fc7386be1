package dev.weir.cli.bench;

import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.load.Replay;
import java.util.List;

/**
 * A stream as a load fills it.
 *
 * @param share of the load's rate, 0 to 1
 * @param events that are sent again and again
 */
public record Lane(StreamContract contract, double share, Replay events) {

    private static final int SAMPLE = 1000;

    /** Lanes whose shares add up to 1, in the same proportion. */
    public static List<Lane> normalised(List<Lane> lanes) {
        double all = lanes.stream().mapToDouble(Lane::share).sum();
        return lanes.stream()
                .map(lane -> new Lane(lane.contract, lane.share / all, lane.events))
                .toList();
    }

    /** The mean size of a record's key and value. */
    public double meanBytes() throws RecordRejectedException {
        int step = Math.max(1, events.size() / SAMPLE);
        long bytes = 0;
        long count = 0;
        for (int event = 0; event < events.size(); event += step) {
            EncodedEvent encoded = events.event(event, 0, System.currentTimeMillis());
            byte[] key = encoded.key();
            byte[] value = encoded.value();
            bytes += (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
            count++;
        }
        return (double) bytes / count;
    }
}
