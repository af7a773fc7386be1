package dev.weir.pipeline.plan;

import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A job that is planned but not submitted.
 *
 * @param graph unshared: one job graph is made of it
 * @param loader sees the pipeline's functions; must stay open until the job graph is made
 * @param lineage the names in this job
 */
public record PlannedJob(StreamGraph graph, ClassLoader loader, Lineage lineage) {

    public JobGraph jobGraph(JobID id) {
        return graph.getJobGraph(loader, id);
    }
}
