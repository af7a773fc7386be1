package dev.weir.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Watches servers: each step looks at all of them once and starts or kills what must be. Not thread-safe. */
final class Watch {
    /** A pause so long means that we ourselves were stopped, or the machine was. */
    private static final Duration ABSENCE = Duration.ofSeconds(60);

    private final List<ServerWatch> servers = new ArrayList<>();
    private final WatchConfig config;
    private final Supplier<Duration> clock;
    private final Executor probes;

    private Duration last;

    /**
     * @param servers each after those that it needs
     * @param clock monotonic
     * @param probes runs the servers' own questions side by side
     */
    Watch(List<? extends WatchedServer> servers, WatchConfig config, Supplier<Duration> clock, Executor probes) {
        servers.forEach(server -> this.servers.add(new ServerWatch(server, config)));
        this.config = config;
        this.clock = clock;
        this.probes = probes;
        this.last = clock.get();
    }

    /** @param late how much longer the pause before this step took than was asked for */
    void step(Duration late) {
        Duration now = clock.get();
        Duration since = now.minus(last);
        last = now;
        if (since.compareTo(ABSENCE) > 0) {
            servers.forEach(ServerWatch::forgetSilence);
        }
        servers.forEach(server -> server.look(now));
        Map<ServerWatch, Optional<String>> heard = probe(now);
        if (clock.get().minus(now).compareTo(ABSENCE) > 0) {
            return; // We were stopped in between: what we know is too old to act on.
        }
        Duration counted = counted(since, late);
        for (ServerWatch server : servers) {
            server.act(now, heard.get(server), counted, needsReady(server));
        }
    }

    private Duration counted(Duration since, Duration late) {
        if (late.compareTo(config.lateness()) > 0 || since.compareTo(ABSENCE) > 0) {
            return Duration.ZERO;
        }
        return since.compareTo(config.longestStep()) < 0 ? since : config.longestStep();
    }

    private Map<ServerWatch, Optional<String>> probe(Duration now) {
        Map<ServerWatch, CompletableFuture<Optional<String>>> asked = new HashMap<>();
        for (ServerWatch server : servers) {
            if (server.isToBeProbed(now)) {
                asked.put(server, CompletableFuture.supplyAsync(server.server()::missing, probes));
            }
        }
        Map<ServerWatch, Optional<String>> heard = new HashMap<>();
        asked.forEach((server, answer) -> heard.put(server, answer.join()));
        return heard;
    }

    private boolean needsReady(ServerWatch server) {
        return servers.stream()
                .filter(other -> server.server().needs().contains(other.server().name()))
                .allMatch(ServerWatch::isReady);
    }

    /** What a person should know, by server; empty while all is well. */
    Map<String, String> notes() {
        Duration now = clock.get();
        Map<String, String> notes = new TreeMap<>();
        for (ServerWatch server : servers) {
            server.note(now).ifPresent(note -> notes.put(server.server().name(), note));
        }
        return notes;
    }
}
