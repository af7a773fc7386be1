package dev.weir.pipeline.plan;

import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A query that is planned but doesn't run.
 *
 * @param graph unshared: one job graph is made of it
 * @param loader sees the functions; must stay open as long as the query runs
 * @param columns of the result
 * @param appendOnly whether rows only come; otherwise they change and go, too
 * @param topics that it reads
 */
public record PlannedQuery(
        StreamGraph graph, ClassLoader loader, List<String> columns, boolean appendOnly, Set<String> topics) {

    public PlannedQuery {
        columns = List.copyOf(columns);
        topics = Set.copyOf(topics);
    }

    public JobGraph jobGraph(JobID id) {
        return graph.getJobGraph(loader, id);
    }
}
