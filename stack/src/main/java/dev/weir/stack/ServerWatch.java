package dev.weir.stack;

import dev.weir.stack.WatchedServer.Sight;
import dev.weir.stack.WatchedServer.State;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the supervisor remembers of one server, and what it does about it. Times are of a monotonic clock. */
final class ServerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

    /** Below this share of one core a process is taken to do nothing. */
    private static final double IDLE = 0.02;

    private final WatchedServer server;
    private final WatchConfig config;

    private Sight sight = Sight.UNWANTED;
    /** Has answered since it was started. */
    private boolean ready;
    /** Answered when it was last asked. */
    private boolean answers;

    private Duration readySince = Duration.ZERO;
    private Duration nextProbe = Duration.ZERO;
    private Duration silent = Duration.ZERO;
    private Duration cpuBeforeSilence = Duration.ZERO;
    private Duration paused = Duration.ZERO;
    private int deaths;
    private Duration nextStart = Duration.ZERO;
    private boolean expected;
    private String lastFailure = "";

    ServerWatch(WatchedServer server, WatchConfig config) {
        this.server = server;
        this.config = config;
    }

    WatchedServer server() {
        return server;
    }

    /** Whether it runs and answered when it was last asked. */
    boolean isReady() {
        return ready && answers && sight.state() == State.RUNNING;
    }

    /** Looks at the process; a new one begins anew, whoever started it. */
    void look(Duration now) {
        Sight before = sight;
        sight = server.look();
        if (sight.pid() != before.pid()) {
            ready = false;
            answers = false;
            forgetSilence();
            nextProbe = now;
            if (before.pid() != 0 && sight.state() != State.UNWANTED) {
                failed(now, lastFailure.isEmpty() ? "its process ended" : lastFailure);
            }
        }
        if (sight.state() == State.DEAD && expected) {
            failed(now, "it ended at once");
        }
        expected = false;
        if (sight.state() == State.UNWANTED) {
            deaths = 0;
            nextStart = now;
        }
    }

    boolean isToBeProbed(Duration now) {
        return sight.state() == State.RUNNING && now.compareTo(nextProbe) >= 0;
    }

    /** What we saw of a time in which nobody watched means nothing. */
    void forgetSilence() {
        silent = Duration.ZERO;
        paused = Duration.ZERO;
        cpuBeforeSilence = sight.cpu();
    }

    /**
     * Takes in what was seen, and acts.
     *
     * @param probe null if the server was not asked; else what is missing
     * @param counted how much time has passed in which we watched and were on time
     * @param needsReady whether all that it needs answers
     */
    void act(Duration now, @Nullable Optional<String> probe, Duration counted, boolean needsReady) {
        if (probe != null) {
            hear(now, probe);
        }
        switch (sight.state()) {
            case UNWANTED -> {}
            case DEAD -> {
                if (needsReady && now.compareTo(nextStart) >= 0) {
                    start(now);
                }
            }
            case PAUSED -> {
                paused = paused.plus(counted);
                killIf(paused, config.paused(), "was stopped by a signal");
            }
            case RUNNING -> {
                paused = Duration.ZERO;
                // What it needs may be what is silent.
                if (!needsReady) {
                    forgetSilence();
                } else if (!answers) {
                    silent = silent.plus(counted);
                    killIf(silent, patience(), "didn't answer");
                }
                if (ready && now.minus(readySince).compareTo(config.settled()) > 0) {
                    deaths = 0;
                    lastFailure = "";
                }
            }
        }
    }

    private void hear(Duration now, Optional<String> missing) {
        if (missing.isPresent()) {
            if (answers) {
                LOG.info("A server does not answer server={} missing=\"{}\"", server.name(), missing.get());
            }
            answers = false;
            nextProbe = now;
            return;
        }
        if (!ready) {
            server.answered();
            ready = true;
            readySince = now;
            LOG.info("A server answers server={} pid={}", server.name(), sight.pid());
        } else if (!answers) {
            LOG.info("A server answers again server={} silent_s={}", server.name(), silent.toSeconds());
        }
        answers = true;
        forgetSilence();
        nextProbe = now.plus(config.probeEvery());
    }

    /** One that was never ready has the time to start; one that works for it may be slow; one that does nothing is stuck. */
    private Duration patience() {
        Duration patience = isIdle() ? config.idleSilence() : config.busySilence();
        return ready || patience.compareTo(server.startTimeout()) > 0 ? patience : server.startTimeout();
    }

    private boolean isIdle() {
        return sight.cpu().minus(cpuBeforeSilence).toNanos() < IDLE * silent.toNanos();
    }

    private void killIf(Duration waited, Duration patience, String what) {
        if (waited.compareTo(patience) < 0) {
            return;
        }
        String why = what + " for " + waited.toSeconds() + " s and was killed";
        if (server.kill(sight.pid())) {
            LOG.warn("A server {} server={} pid={}", why, server.name(), sight.pid());
            lastFailure = "it " + why;
            ready = false;
            answers = false;
        }
    }

    private void start(Duration now) {
        try {
            if (server.start()) {
                expected = true;
                LOG.warn("A server is started again server={} deaths={}", server.name(), deaths);
            }
        } catch (StackException | UncheckedIOException e) { // The disk is full, say.
            LOG.warn("A server can't be started server={}", server.name(), e);
            failed(now, String.valueOf(e.getMessage()));
        }
    }

    private void failed(Duration now, String why) {
        deaths++;
        lastFailure = why;
        nextStart = now.plus(config.backOff(deaths));
        LOG.warn("A server is down server={} deaths={} why=\"{}\"", server.name(), deaths, why);
    }

    /** What a person should know; empty while all is well. */
    Optional<String> note(Duration now) {
        if (sight.state() == State.PAUSED) {
            return Optional.of("stopped by a signal; killed and started again after "
                    + config.paused().toSeconds() + " s");
        }
        if (ready && !answers && silent.compareTo(config.probeEvery()) > 0) {
            return Optional.of("hasn't answered for " + silent.toSeconds() + " s");
        }
        if (deaths == 0) {
            return Optional.empty();
        }
        if (deaths < config.troubleAfter()) {
            return Optional.of("started again" + (deaths == 1 ? "" : ", " + deaths + " times in a row")
                    + (lastFailure.isEmpty() ? "" : ": " + firstLine(lastFailure)));
        }
        long wait = Math.max(0, nextStart.minus(now).toSeconds());
        return Optional.of("died " + deaths + " times in a row" + (lastFailure.isEmpty() ? "" : ": ")
                + firstLine(lastFailure) + (sight.state() == State.DEAD ? "; next try in " + wait + " s" : "")
                + "; its log says why");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
