package dev.weir.gateway.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;

/** Measures one request, on its event loop. */
public final class RequestMeter {

    private static final double NANOS = 1e9;

    private final Counter requests;
    private final Gauge inFlight;
    private final long begin = System.nanoTime();
    private boolean ended;

    RequestMeter(Counter requests, Gauge inFlight) {
        this.requests = requests;
        this.inFlight = inFlight;
    }

    /**
     * The request is answered or its client is gone; only the first call counts.
     *
     * @param status of the answer; 0 without one
     */
    public void end(int status) {
        if (!ended) {
            ended = true;
            inFlight.dec();
            requests.labelValues(Integer.toString(status)).inc();
        }
    }

    /** The same for a request whose stream is known. */
    public void end(int status, StreamMeter stream) {
        if (!ended) {
            stream.requestTook(seconds(begin));
            end(status);
        }
    }

    /** Since {@code begin} of {@link System#nanoTime}. */
    static double seconds(long begin) {
        return (System.nanoTime() - begin) / NANOS;
    }
}
