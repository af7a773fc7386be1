package dev.weir.pipeline;

import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.LostStateException;
import dev.weir.pipeline.job.SavedPositions;
import dev.weir.pipeline.job.SavedState;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The state that a person has chosen instead of the newest, and what it would mean to restore it. */
final class GoingBack {

    private final Journal journal;
    private final Target target;

    GoingBack(Journal journal, Target target) {
        this.journal = journal;
        this.target = target;
    }

    /** @throws NotFoundException if there is none at {@code from}, or it can't be the pipeline's */
    SavedState load(@Nullable JobRecord previous, String pipeline, String from) throws NotFoundException {
        if (previous == null) {
            throw new NotFoundException(
                    "No pipeline '" + pipeline + "' was ever run here, so no state can be known to be its own.");
        }
        try {
            return SavedState.load(from, true);
        } catch (IOException e) {
            throw new NotFoundException("There is no complete checkpoint or savepoint at " + from + " ("
                    + e.getMessage()
                    + "). It is the folder that has a file _metadata; those of this pipeline are below "
                    + previous.checkpoints() + ".");
        }
    }

    /** @param written the streams that would be written a second time */
    RestoreEffects effects(SavedState chosen, JobRecord previous, Collection<String> written)
            throws ServerUnavailableException, IOException {
        @Nullable String newest = newest(previous);
        String group = WeirStreamTables.applicationId(previous.pipeline(), target.environment());
        return new RestorePreview(target.kafka(), group)
                .of(
                        chosen.path(),
                        SavedPositions.load(chosen.path()),
                        newest == null ? null : SavedPositions.load(newest),
                        written);
    }

    /** URI of a job's newest state; null if it never had any, or it is lost, which is why a person chooses another. */
    @Nullable
    String newest(JobRecord job) throws IOException {
        try {
            return new NewestState(journal).of(job).map(SavedState::path).orElse(null);
        } catch (LostStateException e) {
            return null;
        }
    }
}
