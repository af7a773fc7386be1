package dev.weir.streams;

import org.apache.flink.metrics.MetricGroup;

/**
 * The names under which operators show what they do with a stream: {@code weir.stream.<stream>.<name>} below the
 * operator's own. Weir's observer reads them over Flink's REST API; docs/metrics.md says what becomes of them.
 */
public final class StreamMetrics {

    /** Events read since the stream's state began, of which each has one fate. */
    public static final String READ = "read";
    /** Events read in the last seconds, per second. */
    public static final String READ_RATE = "read_per_second";
    /** For how many seconds a reader has been waiting for the schema registry; 0 if it doesn't. */
    public static final String REGISTRY_WAIT = "registry_wait_seconds";
    /** For how many seconds a delivery's rows have been waiting for their database; 0 if they don't. */
    public static final String DATABASE_WAIT = "database_wait_seconds";
    /** Group by {@code RejectCode}, with {@link #EVENTS}: dead events since the stream's state began. */
    public static final String DEAD_REASON = "dead_reason";
    /** Group by bound in milliseconds, or {@link #NO_BOUND}, with {@link #EVENTS} and {@link #RATE}. */
    public static final String LATENCY = "latency_up_to_ms";
    /** Sum of all latencies in milliseconds. */
    public static final String LATENCY_SUM = "latency_ms";

    public static final String NO_BOUND = "any";
    public static final String EVENTS = "events";
    public static final String RATE = "per_second";
    /** Rows written since the job was started, those included that aren't committed yet. */
    public static final String WRITTEN = "written";
    /** Rows written in the last seconds, per second. */
    public static final String WRITTEN_RATE = "written_per_second";
    /** Transactions committed since the job was started, and the time that this took. */
    public static final String COMMITS = "commits";

    public static final String COMMIT_TIME = "commit_ms";

    /** Over how long rates of events are taken. */
    public static final int RATE_SECONDS = 10;
    /** Over how long the recent latencies are taken. */
    public static final int LATENCY_SECONDS = 60;

    private StreamMetrics() {}

    /** The group of a stream's metrics in that of an operator. */
    public static MetricGroup of(MetricGroup operator, String stream) {
        // Flink separates the parts of a metric's name by dots, of which that of x.dead has one.
        return operator.addGroup("weir").addGroup("stream", stream.replace('.', '$'));
    }
}
