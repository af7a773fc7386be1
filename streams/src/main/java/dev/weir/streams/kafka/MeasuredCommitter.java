package dev.weir.streams.kafka;

import dev.weir.streams.StreamMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts transactions and the time that their commit takes. */
@SuppressWarnings("try") // What close() may throw is the committer's own affair.
final class MeasuredCommitter implements Committer<KafkaCommittable> {

    private final Committer<KafkaCommittable> committer;
    private final Counter commits;
    private final Counter millis;

    MeasuredCommitter(Committer<KafkaCommittable> committer, MetricGroup metrics) {
        this.committer = committer;
        this.commits = metrics.counter(StreamMetrics.COMMITS);
        this.millis = metrics.counter(StreamMetrics.COMMIT_TIME);
    }

    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests) throws IOException, InterruptedException {
        if (requests.isEmpty()) {
            return;
        }
        long begin = System.nanoTime();
        committer.commit(requests);
        millis.inc(Duration.ofNanos(System.nanoTime() - begin).toMillis());
        commits.inc(requests.size());
    }

    @Override
    public void close() throws Exception {
        committer.close();
    }
}
