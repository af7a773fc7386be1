package dev.weir.pipeline.job;

/**
 * What was seen of a job's complete checkpoints while it ran. What is found when it is brought back must agree with that:
 * one that has vanished can't be told otherwise from one that was never completed.
 *
 * @param jobId whose they are
 * @param oldest the number of the oldest one seen since the job was last submitted
 * @param newest the number of the newest one seen
 */
public record SeenCheckpoints(String jobId, long oldest, long newest) {

    /** This and a newer look at the same job. */
    SeenCheckpoints and(SeenCheckpoints later) {
        return new SeenCheckpoints(jobId, Math.min(oldest, later.oldest), Math.max(newest, later.newest));
    }

    /**
     * Whether one of them must have vanished. The cluster keeps two, once there were two, and numbers only grow.
     *
     * @param left the numbers of those that are there, read after these were seen
     */
    public boolean showLossIn(Iterable<Long> left) {
        long newestLeft = -1;
        int count = 0;
        for (long number : left) {
            newestLeft = Math.max(newestLeft, number);
            count += number >= oldest ? 1 : 0;
        }
        return newestLeft < newest || (count == 1 && newestLeft > oldest);
    }
}
