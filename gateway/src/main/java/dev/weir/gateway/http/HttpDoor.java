package dev.weir.gateway.http;

import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.StreamDirectory;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The open door over HTTP: a receiver on each event loop. */
public final class HttpDoor implements AutoCloseable {

    private static final int CLOSE_SECONDS = 20;

    private final Vertx vertx;
    private final ByteBudget budget;
    private final List<HttpReceiver> receivers = new CopyOnWriteArrayList<>();

    private HttpDoor(Vertx vertx, ByteBudget budget) {
        this.vertx = vertx;
        this.budget = budget;
    }

    /**
     * Opens it.
     *
     * @throws ExecutionException if it can't listen; the cause says why
     */
    public static HttpDoor open(
            HttpConfig config, KeyRing keys, StreamDirectory streams, EventLog log, GatewayMetrics metrics)
            throws ExecutionException, InterruptedException {
        int loops = config.port() == 0 ? 1 : Runtime.getRuntime().availableProcessors();
        HttpDoor door = new HttpDoor(
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops)), new ByteBudget(config.inFlightBytes()));
        try {
            door.vertx
                    .deployVerticle(
                            () -> {
                                HttpReceiver receiver =
                                        new HttpReceiver(config, keys, streams, log, door.budget, metrics);
                                door.receivers.add(receiver);
                                return receiver;
                            },
                            new DeploymentOptions().setInstances(loops))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            metrics.show(door.budget::used, () -> streams.all().size(), () -> log.reachable() ? 1 : 0);
            return door;
        } catch (ExecutionException e) {
            door.close();
            throw e;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return receivers.get(0).port();
    }

    /** Bytes of bodies that came and aren't answered yet. */
    public long inFlightBytes() {
        return budget.used();
    }

    /** Stops accepting, waits for the answers on their way, and closes. */
    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The HTTP server doesn't close", e);
        }
    }
}
