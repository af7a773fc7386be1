package dev.weir.pipeline.observe;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many events of a stream a pipeline has read since its state began, and what became of them. After a restart the
 * counts go on from the checkpoint's, as the results do.
 *
 * @param deadByReason by {@code RejectCode}; dead events of before these were counted are in {@code dead} only
 */
public record Fates(long read, long onTime, long late, long repeated, long dead, Map<String, Long> deadByReason) {

    public Fates {
        deadByReason = new TreeMap<>(deadByReason);
    }
}
