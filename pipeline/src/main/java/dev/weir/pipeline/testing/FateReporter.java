package dev.weir.pipeline.testing;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Keeps the counters in which a job counts what became of its events. Flink makes it by name, hence the statics. */
public final class FateReporter implements MetricReporter {

    private record Counted(String stream, String fate, Counter counter) {}

    private static final ConcurrentMap<String, List<Counted>> COUNTERS = new ConcurrentHashMap<>();

    /** Named in the configuration of the cluster. */
    public static final class Factory implements MetricReporterFactory {

        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new FateReporter();
        }
    }

    private FateReporter() {}

    static Map<String, Map<String, Long>> counts(JobID job) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (Counted counted : COUNTERS.getOrDefault(job.toString(), List.of())) {
            counts.computeIfAbsent(counted.stream, stream -> new TreeMap<>())
                    .merge(counted.fate, counted.counter.getCount(), Long::sum);
        }
        return counts;
    }

    static void forget(JobID job) {
        COUNTERS.remove(job.toString());
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        Map<String, String> variables = group.getAllVariables();
        String stream = variables.get("<stream>");
        String job = variables.get("<job_id>");
        if (metric instanceof Counter counter && stream != null && job != null) {
            COUNTERS.computeIfAbsent(job, id -> new CopyOnWriteArrayList<>()).add(new Counted(stream, name, counter));
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}
}
