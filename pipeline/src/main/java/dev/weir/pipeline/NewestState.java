package dev.weir.pipeline;

import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.LostStateException;
import dev.weir.pipeline.job.SavedState;
import dev.weir.pipeline.job.SeenCheckpoints;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the state that a job must go on from: the newest complete one and no other, since results up to there have been
 * committed. Where it is gone or can't be read, an older one is never taken for it.
 */
record NewestState(Journal journal) {

    private static final int LOOKS = 5;

    /**
     * The savepoint that a job was stopped with; or its newest complete checkpoint; or what it was started from if it
     * completed none.
     *
     * @return empty if it never had any, so that no output of it was committed either
     * @throws LostStateException if it is gone or can't be read
     */
    Optional<SavedState> of(JobRecord job) throws LostStateException, IOException {
        if (job.savedAs() != null) {
            return Optional.of(load(job, job.savedAs()));
        }
        Optional<SavedState> newest = search(job);
        if (newest.isPresent() || job.startedFrom() == null) {
            return newest;
        }
        return Optional.of(load(job, job.startedFrom()));
    }

    private Optional<SavedState> search(JobRecord job) throws LostStateException, IOException {
        Optional<SeenCheckpoints> seen = journal.seen(job);
        Optional<SavedState> newest;
        try {
            newest = SavedState.newest(job.checkpoints(), job.jobId(), job.savepoints());
        } catch (IOException e) {
            throw lost(job, "below " + folder(job) + " can't be read (" + e.getMessage() + ")", e);
        }
        if (seen.isPresent() && showsLoss(job, seen.get(), newest)) {
            throw lost(
                    job,
                    "is gone: checkpoint " + seen.get().newest() + " or a newer one was complete below " + folder(job)
                            + ", and "
                            + newest.map(left -> "the newest there is " + left.checkpoint())
                                    .orElse("none is there"),
                    null);
        }
        return newest;
    }

    /** A running job replaces its checkpoints while we look; of one that doesn't run each look sees the same. */
    private static boolean showsLoss(JobRecord job, SeenCheckpoints seen, Optional<SavedState> newest)
            throws IOException {
        if (newest.filter(SavedState::savepoint).isPresent()) {
            return newest.get().checkpoint() < seen.newest();
        }
        for (int look = 0; look < LOOKS; look++) {
            if (!seen.showLossIn(SavedState.completeCheckpoints(job.checkpoints(), job.jobId()))) {
                return false;
            }
        }
        return true;
    }

    private static SavedState load(JobRecord job, String path) throws LostStateException {
        try {
            return SavedState.load(path, true);
        } catch (IOException e) {
            throw lost(job, "can't be read at " + path + " (" + e.getMessage() + ")", e);
        }
    }

    private static LostStateException lost(JobRecord job, String what, @Nullable Throwable cause) {
        return new LostStateException(
                "The newest state of pipeline '" + job.pipeline() + "' " + what
                        + ". To go on from an older one would write results a second time. Bring it back; or choose another"
                        + " state yourself with `weir run " + job.project()
                        + " --from STATE`, which first says what that"
                        + " repeats; or give the pipeline another name in weir.yaml to compute everything anew.",
                cause);
    }

    private static String folder(JobRecord job) {
        return job.checkpoints() + (job.checkpoints().endsWith("/") ? "" : "/") + job.jobId();
    }
}
