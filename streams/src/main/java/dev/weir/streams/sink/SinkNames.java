package dev.weir.streams.sink;

import java.util.HashMap;
import java.util.Map;

/**
 * Names the sinks of one job, so that several statements that write one stream have transactions and states of their
 * own: {@code x}, {@code x#2}, …
 */
public final class SinkNames {

    private final Map<String, Integer> uses = new HashMap<>();

    String next(String stream) {
        int use = uses.merge(stream, 1, Integer::sum);
        return use == 1 ? stream : stream + "#" + use;
    }
}
