package dev.weir.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.source.SourceStatus.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseSightTest {

    private static final SourceStatus RUNNING = new SourceStatus("bank", "rules", State.RUNNING, null);

    @Test
    void sourceRunsOnlyOnceItReadsFromItsSlot() {
        assertThat(DatabaseSight.seen(RUNNING, Optional.of(new ReplicationSlot(true, 1))))
                .isEqualTo(RUNNING);
        assertThat(DatabaseSight.seen(RUNNING, Optional.of(new ReplicationSlot(false, 1)))
                        .state())
                .isEqualTo(State.STARTING);
        assertThat(DatabaseSight.seen(RUNNING, Optional.empty()).state()).isEqualTo(State.STARTING);
    }

    @Test
    void logThatPilesUpForASourceIsSaid() {
        SourceStatus failed = new SourceStatus("bank", "rules", State.FAILED, "The table was truncated.");

        SourceStatus seen = DatabaseSight.seen(failed, Optional.of(new ReplicationSlot(false, 3L << 30)));

        assertThat(seen.state()).isEqualTo(State.FAILED);
        assertThat(seen.note()).startsWith("The table was truncated.").contains("3072 MiB");
    }
}
