package dev.weir.pipeline.job;

import dev.weir.pipeline.plan.Lineage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of one pipeline.
 *
 * @param pipeline its name
 * @param project the folder that a person edits
 * @param environment the name of the environment that it runs in
 * @param kafka bootstrap servers
 * @param registry base address of the registry
 * @param flink REST address of the cluster
 * @param checkpoints URI of the folder for checkpoints
 * @param jobId chosen by us before the job was submitted
 * @param state what is wanted of it
 * @param startedFrom URI of the state that this job id began with; null if it began without
 * @param savedAs URI of the savepoint with which it was stopped; null if it was not, or nobody saw it completed
 * @param mayDropState true if state in {@code startedFrom} may be left behind
 * @param fingerprint of the files that were submitted
 * @param lineage the names in the job
 * @param fork number of the fork that its results go to; 0 if they go to the streams that its SQL names
 * @param note why it isn't as wanted; null if it is
 */
public record JobRecord(
        String pipeline,
        String project,
        String environment,
        String kafka,
        String registry,
        String flink,
        String checkpoints,
        String jobId,
        State state,
        @Nullable String startedFrom,
        @Nullable String savedAs,
        boolean mayDropState,
        String fingerprint,
        Lineage lineage,
        int fork,
        @Nullable String note) {

    /** What is wanted of a job; what Flink makes of it is asked of Flink. */
    public enum State {
        /** To be submitted, or just being so. */
        SUBMITTING,
        RUNNING,
        /** A savepoint was asked for, after which it shall not run. */
        STOPPING,
        STOPPED,
        /** Like {@link #RUNNING}, but a savepoint was asked for: if it has ended, that was us. */
        SUSPENDING,
        /** It ended with its cluster, its state is saved, and it goes on when there is a cluster again. */
        SUSPENDED,
        /** It ended by itself or by somebody else's hand. */
        ENDED,
        /** A person has said that it never goes on: nothing brings it back, and nothing commits what it has left open. */
        GIVEN_UP
    }

    /** True if it is to be on a cluster, now or when there is one again. */
    public boolean shouldRun() {
        return switch (state) {
            case SUBMITTING, RUNNING, SUSPENDING, SUSPENDED -> true;
            case STOPPING, STOPPED, ENDED, GIVEN_UP -> false;
        };
    }

    /** URI of the folder with the savepoints of this job id. */
    public String savepoints() {
        return checkpoints + (checkpoints.endsWith("/") ? "" : "/") + "savepoints/" + jobId;
    }

    /** This job under an id of its own, to be submitted. */
    public JobRecord successor(String newJobId, @Nullable String from) {
        return new JobRecord(
                pipeline,
                project,
                environment,
                kafka,
                registry,
                flink,
                checkpoints,
                newJobId,
                State.SUBMITTING,
                from,
                null,
                mayDropState && Objects.equals(from, startedFrom),
                fingerprint,
                lineage,
                fork,
                null);
    }

    /** This job, stopped or suspended with a savepoint. */
    public JobRecord savedAs(String savepoint, State newState) {
        return new JobRecord(
                pipeline,
                project,
                environment,
                kafka,
                registry,
                flink,
                checkpoints,
                jobId,
                newState,
                startedFrom,
                savepoint,
                mayDropState,
                fingerprint,
                lineage,
                fork,
                null);
    }

    public JobRecord with(State newState, @Nullable String newNote) {
        return new JobRecord(
                pipeline,
                project,
                environment,
                kafka,
                registry,
                flink,
                checkpoints,
                jobId,
                newState,
                startedFrom,
                savedAs,
                mayDropState,
                fingerprint,
                lineage,
                fork,
                newNote);
    }
}
