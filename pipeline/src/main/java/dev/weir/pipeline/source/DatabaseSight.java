package dev.weir.pipeline.source;

import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.source.SourceStatus.State;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What the database says of a source, which Connect doesn't know: while the database is away, it shows the source as
 * running and tries again.
 *
 * @param settings of the source's connector
 */
record DatabaseSight(Databases databases, Map<String, String> settings) {

    private static final long MUCH = 512L << 20;
    private static final double MEBI = 1 << 20;

    SourceStatus of(SourceStatus status) throws IOException {
        if (!Databases.isPostgres(settings)) {
            return status;
        }
        try {
            return seen(status, databases.slot(settings));
        } catch (ServerUnavailableException e) {
            return status.state() == State.FAILED
                    ? status
                    : new SourceStatus(status.pipeline(), status.source(), State.WAITING, e.getMessage());
        }
    }

    static SourceStatus seen(SourceStatus status, Optional<ReplicationSlot> slot) {
        boolean reads = slot.map(ReplicationSlot::active).orElse(false);
        State state = status.state() == State.RUNNING && !reads ? State.STARTING : status.state();
        String note = status.note();
        long kept = slot.map(ReplicationSlot::keptBytes).orElse(0L);
        if (kept >= MUCH) {
            String log = "the database keeps " + Math.round(kept / MEBI) + " MiB of its log for it";
            note = note == null ? log : note + " Meanwhile " + log + ".";
        }
        return new SourceStatus(status.pipeline(), status.source(), state, note);
    }
}
