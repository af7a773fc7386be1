package dev.weir.cli;

import dev.weir.pipeline.RunOptions;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs projects with their generators and tells what becomes of the events, until it is interrupted. */
final class DemoRun {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(2);

    private final Home home;
    private final Console console;
    private final LocalStack stack;
    private final List<Demo> demos;
    private final List<DemoShow> shows = new ArrayList<>();

    private Instant nextCount = Instant.now().plus(COUNT_EVERY);

    DemoRun(Home home, Console console, LocalStack stack, List<Demo> demos) {
        this.home = home;
        this.console = console;
        this.stack = stack;
        this.demos = List.copyOf(demos);
    }

    /** @param duration null to go on until this process is interrupted; servers and pipelines stay up in any case */
    void run(@Nullable Duration duration) throws Exception {
        for (Demo demo : demos) {
            Target target = Target.of(demo.project().config(), "local", Jobs.localTarget(stack));
            Captures captures = new Captures(home, console);
            captures.prepare(demo.project(), target);
            Jobs.pipelines(home, console)
                    .run(demo.project().folder(), target, RunOptions.DEFAULT, new JobProgress(console));
            captures.apply(demo.project(), target, null);
        }
        Thread stop = new Thread(this::closeShows, "stop-generators");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            for (Demo demo : demos) {
                add(new DemoShow(home, stack, demo));
                DemoProject.linesToPaste(demo.config(), LocalServers.gateway(home))
                        .forEach(console::data);
            }
            Instant end = duration == null ? Instant.MAX : Instant.now().plus(duration);
            while (Instant.now().isBefore(end)) {
                step();
            }
            Runtime.getRuntime().removeShutdownHook(stop);
        } finally {
            closeShows();
        }
        count(true);
        shows.forEach(DemoShow::close);
    }

    private void step() throws Exception {
        for (DemoShow show : shows) {
            for (String sentence : show.sentences(POLL)) {
                console.data(named(show) + sentence);
            }
            if (!show.isGenerating()) {
                throw new CommandFailure(
                        ExitCode.INTERNAL,
                        "The generator of " + show.demo().name() + " ended; its log in " + home.logs() + " says why.");
            }
        }
        count(false);
    }

    private synchronized void add(DemoShow show) {
        shows.add(show);
    }

    /** Also called when the process is ended, while the demo goes on. */
    private synchronized void closeShows() {
        shows.forEach(DemoShow::stopGenerating);
    }

    private void count(boolean last) throws IOException {
        Instant now = Instant.now();
        if (!last && now.isBefore(nextCount)) {
            return;
        }
        nextCount = now.plus(console.terminal() ? COUNT_EVERY : COUNT_EVERY.multipliedBy(3));
        List<String> counts = new ArrayList<>();
        for (DemoShow show : shows) {
            try {
                counts.add(named(show) + show.counts().equation());
            } catch (ServerUnavailableException e) {
                counts.add(named(show) + e.getMessage());
            }
        }
        if (console.terminal() && !last) {
            console.status(String.join("   ", counts));
        } else {
            console.status("");
            counts.forEach(console::data);
        }
    }

    /** Tells demos apart where there are several. */
    private String named(DemoShow show) {
        return demos.size() == 1 ? "" : String.format("%-6s", show.demo().name());
    }
}
