package dev.weir.simulate.mqtt;

import dev.weir.simulate.SendingException;
import dev.weir.simulate.Sent;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many devices that send messages of QoS 1, each over a connection of its own and in order. A message that isn't acknowledged, since
 * its connection was lost or nothing came, is sent again: the door may have it several times. Used by one thread, but for the
 * counts.
 */
public final class MqttFleet implements AutoCloseable {

    private static final int BATCH = 256;
    private static final long STOP_MILLIS = 2_000;

    private final FleetProgress progress;
    private final EventLoopGroup group;
    private final List<FleetLoop> loops = new ArrayList<>();
    private final List<FleetConnection> connections = new ArrayList<>();
    /** By loop, what is to be handed to it. */
    private final List<List<FleetLoop.Mail>> batches = new ArrayList<>();

    /** Begins to connect. */
    public MqttFleet(MqttFleetConfig config) {
        progress = new FleetProgress(config.waiting(), config.giveUp());
        group = new MultiThreadIoEventLoopGroup(
                config.threads(), new DefaultThreadFactory("fleet", true), NioIoHandler.newFactory());
        for (int i = 0; i < config.threads(); i++) {
            EventLoop loop = group.next();
            loops.add(new FleetLoop(loop, config, progress));
            batches.add(new ArrayList<>());
        }
        for (int i = 0; i < config.connections(); i++) {
            FleetConnection connection =
                    new FleetConnection(config.clientIds() + "-" + (i + 1), progress, config.acknowledged());
            connections.add(connection);
            loops.get(i % loops.size()).add(connection);
        }
        loops.forEach(FleetLoop::start);
    }

    /**
     * Waits until all connections are open, so that none begins behind the others.
     *
     * @throws SendingException if they aren't for long
     */
    public void awaitConnected() throws SendingException, InterruptedException {
        progress.awaitConnected(connections.size());
    }

    /**
     * Takes a message with one reading, to be sent soon. Blocks while too many are on their way.
     *
     * @param connection which sends it, from 0
     * @param payload not to be changed any more
     * @throws SendingException if the door refuses what is sent, or can't be reached for long
     */
    public void send(int connection, String topic, byte[] payload) throws SendingException, InterruptedException {
        send(connection, new Outgoing(topic, payload, 1));
    }

    void send(int connection, Outgoing message) throws SendingException, InterruptedException {
        if (!progress.hasRoom()) {
            flush();
            progress.awaitRoom();
        }
        int loop = connection % loops.size();
        List<FleetLoop.Mail> batch = batches.get(loop);
        batch.add(new FleetLoop.Mail(connections.get(connection), message));
        if (batch.size() >= BATCH) {
            flush(loop);
        }
    }

    /** Sends what still waits for company. */
    public void flush() {
        for (int loop = 0; loop < loops.size(); loop++) {
            flush(loop);
        }
    }

    private void flush(int loop) {
        List<FleetLoop.Mail> batch = batches.get(loop);
        if (!batch.isEmpty()) {
            batches.set(loop, new ArrayList<>(BATCH));
            loops.get(loop).hand(batch);
        }
    }

    /**
     * Waits until all that was taken is acknowledged or refused.
     *
     * @throws SendingException if something is neither
     */
    public void finish() throws SendingException, InterruptedException {
        flush();
        progress.awaitAll();
    }

    /** Until now. Of any thread. */
    public Sent sent() {
        return progress.sent();
    }

    /** How many connections are open and let in. Of any thread. */
    public int connected() {
        return progress.connected();
    }

    /** How often one was lost that was let in. Of any thread. */
    public long connectionsLost() {
        return progress.connectionsLost();
    }

    /** Sends no more; what isn't acknowledged may be stored or not. */
    @Override
    public void close() {
        loops.forEach(FleetLoop::end);
        group.shutdownGracefully(STOP_MILLIS / 20, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * STOP_MILLIS);
    }
}
