package dev.weir.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A server without a process, whose fate the test decides. */
final class TestingServer implements WatchedServer {
    static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final String name;
    private final Set<String> needs;

    State state = State.RUNNING;
    boolean answers = true;
    boolean diesAtOnce;
    boolean somebodyElseIsAtIt;
    boolean hasNoRoom;
    Duration cpu = Duration.ZERO;
    long pid = 1;
    int starts;
    int kills;
    int firstAnswers;

    TestingServer(String name, String... needs) {
        this.name = name;
        this.needs = Set.of(needs);
    }

    void die() {
        state = State.DEAD;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public Sight look() {
        return state == State.DEAD || state == State.UNWANTED
                ? new Sight(state, 0, Duration.ZERO)
                : new Sight(state, pid, cpu);
    }

    @Override
    public Optional<String> missing() {
        return answers && state == State.RUNNING ? Optional.empty() : Optional.of("An answer.");
    }

    @Override
    public Duration startTimeout() {
        return START_TIMEOUT;
    }

    @Override
    public boolean start() {
        if (somebodyElseIsAtIt) {
            return false;
        }
        if (hasNoRoom) {
            throw new UncheckedIOException("can't be written", new IOException("No space left on device"));
        }
        starts++;
        pid++;
        state = diesAtOnce ? State.DEAD : State.RUNNING;
        answers = true;
        return true;
    }

    @Override
    public void answered() {
        firstAnswers++;
    }

    @Override
    public boolean kill(long stuck) {
        if (somebodyElseIsAtIt
                || stuck != pid
                || state != State.PAUSED && missing().isEmpty()) {
            return false;
        }
        kills++;
        state = State.DEAD;
        return true;
    }
}
