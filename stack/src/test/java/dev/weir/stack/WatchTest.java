package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration ON_TIME = Duration.ZERO;
    private static final Duration LATE = Duration.ofSeconds(2);

    private final TestingServer kafka = new TestingServer("kafka");
    private final TestingServer gateway = new TestingServer("gateway", "kafka");

    private Duration now = Duration.ofHours(1);
    private Watch watch;

    @BeforeEach
    void watched() {
        watch = new Watch(List.of(kafka, gateway), WatchConfig.DEFAULT, () -> now, Runnable::run);
        step();
    }

    @Test
    void runningServersAreLeftAlone() {
        stepFor(Duration.ofMinutes(10));

        assertThat(kafka.starts + kafka.kills + gateway.starts + gateway.kills).isZero();
        assertThat(kafka.firstAnswers).isEqualTo(1);
        assertThat(watch.notes()).isEmpty();
    }

    @Test
    void deadServerIsStartedAtOnceAndItsDeathForgottenOnceItIsSettled() {
        kafka.die();
        step();

        assertThat(kafka.starts).isEqualTo(1);
        step();
        assertThat(kafka.firstAnswers).isEqualTo(2);
        assertThat(watch.notes()).containsOnlyKeys("kafka");
        stepFor(Duration.ofSeconds(62));
        assertThat(watch.notes()).isEmpty();
        assertThat(gateway.starts).isZero();
    }

    @Test
    void serverWaitsForWhatItNeeds() {
        kafka.die();
        kafka.somebodyElseIsAtIt = true;
        gateway.die();
        stepFor(Duration.ofSeconds(5));
        assertThat(gateway.starts).isZero();

        kafka.somebodyElseIsAtIt = false;
        step();
        step();

        assertThat(kafka.starts).isEqualTo(1);
        assertThat(gateway.starts).isEqualTo(1);
    }

    @Test
    void stoppedServerStaysStopped() {
        kafka.state = WatchedServer.State.UNWANTED;

        stepFor(Duration.ofMinutes(1));

        assertThat(kafka.starts).isZero();
    }

    @Test
    void serverThatDiesAgainAndAgainIsStartedEverMoreSlowlyAndTheStatusSaysSo() {
        kafka.diesAtOnce = true;
        kafka.die();
        List<Duration> starts = new ArrayList<>();
        for (int seen = 0; starts.size() < 12; step()) {
            if (kafka.starts > seen) {
                seen = kafka.starts;
                starts.add(now);
            }
        }

        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < starts.size(); i++) {
            gaps.add(starts.get(i).minus(starts.get(i - 1)).toSeconds());
        }
        assertThat(gaps).startsWith(1L, 2L).endsWith(60L, 60L).isSorted();
        assertThat(watch.notes().get("kafka")).contains("times in a row", "next try in", "its log says why");
    }

    @Test
    void serverThatHasNoRoomToStartIsStartedWhenThereIsSomeAndOthersAreWatchedMeanwhile() {
        TestingServer other = new TestingServer("postgresql");
        watch = new Watch(List.of(kafka, other), WatchConfig.DEFAULT, () -> now, Runnable::run);
        kafka.hasNoRoom = true;
        kafka.die();
        stepFor(Duration.ofMinutes(5));
        other.die();
        step();

        assertThat(other.starts).isEqualTo(1);
        assertThat(watch.notes().get("kafka")).contains("can't be written", "next try in");

        kafka.hasNoRoom = false;
        stepFor(Duration.ofMinutes(1));

        assertThat(kafka.starts).isEqualTo(1);
    }

    @Test
    void pausedServerIsKilledAndStartedAgain() {
        kafka.state = WatchedServer.State.PAUSED;
        stepFor(Duration.ofSeconds(9));
        assertThat(kafka.kills).isZero();
        assertThat(watch.notes().get("kafka")).contains("stopped by a signal");

        stepFor(Duration.ofSeconds(3));

        assertThat(kafka.kills).isEqualTo(1);
        assertThat(kafka.starts).isEqualTo(1);
        assertThat(watch.notes().get("kafka")).contains("was stopped by a signal for 10 s");
    }

    @Test
    void serverThatDoesNothingAndDoesNotAnswerIsKilled() {
        kafka.answers = false;
        stepFor(Duration.ofSeconds(45));
        assertThat(kafka.kills).isZero();

        stepFor(Duration.ofSeconds(10));

        assertThat(kafka.kills).isEqualTo(1);
        assertThat(kafka.starts).isEqualTo(1);
    }

    @Test
    void serverThatWorksButDoesNotAnswerIsGivenLonger() {
        kafka.answers = false;
        for (int i = 0; i < 2 * 175; i++) {
            kafka.cpu = kafka.cpu.plusMillis(50);
            step();
        }
        assertThat(kafka.kills).isZero();

        stepFor(Duration.ofSeconds(15));

        assertThat(kafka.kills).isEqualTo(1);
    }

    @Test
    void serverThatAnswersNowAndThenIsSlowAndNotStuck() {
        for (int i = 0; i < 20; i++) {
            kafka.answers = false;
            stepFor(Duration.ofSeconds(40));
            kafka.answers = true;
            stepFor(Duration.ofSeconds(6));
        }

        assertThat(kafka.kills).isZero();
    }

    @Test
    void startingServerHasItsStartTimeout() {
        kafka.die();
        step();
        kafka.answers = false;
        stepFor(TestingServer.START_TIMEOUT.minusSeconds(5));
        assertThat(kafka.kills).isZero();

        stepFor(Duration.ofSeconds(10));

        assertThat(kafka.kills).isEqualTo(1);
    }

    @Test
    void silenceOfWhatAServerNeedsIsNotItsOwn() {
        kafka.die();
        kafka.somebodyElseIsAtIt = true;
        gateway.answers = false;

        stepFor(Duration.ofMinutes(10));

        assertThat(gateway.kills).isZero();
    }

    @Test
    void timeInWhichTheMachineIsSlowDoesNotCount() {
        kafka.answers = false;
        for (int i = 0; i < 1_000; i++) {
            now = now.plus(STEP).plus(LATE);
            watch.step(LATE);
        }

        assertThat(kafka.kills).isZero();
    }

    @Test
    void supervisorThatWasAsleepBeginsAnew() {
        kafka.state = WatchedServer.State.PAUSED;
        stepFor(Duration.ofSeconds(9));

        now = now.plus(Duration.ofHours(8));
        watch.step(Duration.ofHours(8));
        stepFor(Duration.ofSeconds(9));

        assertThat(kafka.kills).isZero();
    }

    @Test
    void serverThatSomebodyElseStartedIsWatchedAnew() {
        kafka.answers = false;
        stepFor(Duration.ofSeconds(40));
        kafka.pid++;
        kafka.answers = true;
        step();
        kafka.answers = false;

        stepFor(Duration.ofSeconds(40));

        assertThat(kafka.kills + kafka.starts).isZero();
        assertThat(kafka.firstAnswers).isEqualTo(2);
    }

    private void step() {
        now = now.plus(STEP);
        watch.step(ON_TIME);
    }

    private void stepFor(Duration duration) {
        Duration end = now.plus(duration);
        while (now.compareTo(end) < 0) {
            step();
        }
    }
}
