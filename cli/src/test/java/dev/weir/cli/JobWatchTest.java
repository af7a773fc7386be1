package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.job.ServerUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobWatchTest {

    private final TestingRecovery recovery = new TestingRecovery();

    private Duration now = Duration.ofHours(1);
    private Set<String> lost = Set.of();
    private boolean flinkIsAway;

    private final JobWatch watch = new JobWatch(this::find, recovery, () -> now);

    @Test
    void nothingIsStartedWhileAllJobsRun() {
        stepFor(Duration.ofMinutes(1));

        assertThat(recovery.starts).isZero();
        assertThat(watch.step()).isEmpty();
    }

    @Test
    void lostJobIsBroughtBackByOneProcess() {
        lost = Set.of("feed");
        stepFor(Duration.ofSeconds(10));
        assertThat(recovery.starts).isEqualTo(1);
        assertThat(watch.step()).containsEntry("pipeline feed", "is being brought back");

        lost = Set.of();
        recovery.uptime = Optional.empty();
        stepFor(Duration.ofSeconds(10));

        assertThat(recovery.starts).isEqualTo(1);
        assertThat(watch.step()).isEmpty();
    }

    @Test
    void jobIsNotLostWhileFlinkCannotBeAsked() {
        flinkIsAway = true;

        stepFor(Duration.ofMinutes(1));

        assertThat(recovery.starts).isZero();
    }

    @Test
    void jobThatCannotBeBroughtBackIsTriedEverMoreSlowlyAndTheStatusSaysWhy() {
        lost = Set.of("feed");
        recovery.failures = Map.of("feed", "The registry is away.");
        for (int i = 0; i < 1200; i++) {
            recovery.uptime = Optional.empty();
            stepFor(Duration.ofMillis(500));
        }

        assertThat(recovery.starts).isBetween(10, 20);
        recovery.uptime = Optional.empty();
        assertThat(watch.step().get("pipeline feed")).contains("The registry is away.", "Tried again");
    }

    @Test
    void recoveryThatNeverEndsIsKilledAndTriedAgain() {
        lost = Set.of("feed");
        stepFor(Duration.ofSeconds(2));
        recovery.uptime = Optional.of(Duration.ofMinutes(11));
        stepFor(Duration.ofSeconds(5));

        assertThat(recovery.ends).isPositive();
        assertThat(recovery.starts).isEqualTo(2);
    }

    private Set<String> find() throws ServerUnavailableException {
        if (flinkIsAway) {
            throw new ServerUnavailableException("Nobody there.");
        }
        return lost;
    }

    private void stepFor(Duration duration) {
        for (Duration end = now.plus(duration); now.compareTo(end) < 0; now = now.plusMillis(500)) {
            watch.step();
        }
    }

    private static final class TestingRecovery implements JobWatch.Recovery {
        private Optional<Duration> uptime = Optional.empty();
        private Map<String, String> failures = Map.of();
        private int starts;
        private int ends;

        @Override
        public Optional<Duration> uptime() {
            return uptime;
        }

        @Override
        public boolean start() {
            starts++;
            uptime = Optional.of(Duration.ofSeconds(1));
            return true;
        }

        @Override
        public void end() {
            ends++;
            uptime = Optional.empty();
        }

        @Override
        public Map<String, String> failures() {
            return failures;
        }
    }
}
