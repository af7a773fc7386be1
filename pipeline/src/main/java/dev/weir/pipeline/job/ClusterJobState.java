package dev.weir.pipeline.job;

/** What Flink says of a job. */
public enum ClusterJobState {
    /** Accepted and on its way. */
    STARTING,
    RUNNING,
    /** Failed and waiting to be tried again by Flink itself. */
    RESTARTING,
    /** On its way to an end. */
    ENDING,
    FINISHED,
    CANCELED,
    FAILED;

    /** True if it will never run again. */
    public boolean isEnded() {
        return this == FINISHED || this == CANCELED || this == FAILED;
    }

    /** From the name of Flink's {@code JobStatus}. */
    static ClusterJobState of(String flinkState) {
        return switch (flinkState) {
            case "RUNNING" -> RUNNING;
            case "RESTARTING", "FAILING" -> RESTARTING;
            case "CANCELLING", "SUSPENDED" -> ENDING;
            case "FINISHED" -> FINISHED;
            case "CANCELED" -> CANCELED;
            case "FAILED" -> FAILED;
            default -> STARTING;
        };
    }
}
